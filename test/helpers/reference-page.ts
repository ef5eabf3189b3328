import {
  build,
  mount,
  resources,
  stdin,
  stop,
  workspace,
} from '../../src/core/tasks-file/fields/container-parts.ts';
import { commandFields } from '../../src/core/tasks-file/fields/command-fields.ts';
import { containerFields } from '../../src/core/tasks-file/fields/container-fields.ts';
import { file, taskFields } from '../../src/core/tasks-file/fields/fields.ts';
import { flowFields, graphFields, retry, runOptions } from '../../src/core/tasks-file/fields/flow-fields.ts';
import { imageFields } from '../../src/core/tasks-file/fields/image-fields.ts';
import { inputFields } from '../../src/core/tasks-file/fields/input.ts';
import { matrixSettings } from '../../src/core/tasks-file/fields/matrix.ts';
import { hostFields, networkField } from '../../src/core/tasks-file/fields/network-fields.ts';
import { background, problemMatcher } from '../../src/core/tasks-file/fields/problem-matchers.ts';
import { problemPattern } from '../../src/core/tasks-file/fields/problem-pattern.ts';
import { runFields } from '../../src/core/tasks-file/fields/run-fields.ts';
import { secretObject } from '../../src/core/tasks-file/fields/secret.ts';
import { securityFields } from '../../src/core/tasks-file/fields/security-fields.ts';
import { healthcheckObject, serviceFields } from '../../src/core/tasks-file/fields/service.ts';
import { group, icon, presentation, showFields } from '../../src/core/tasks-file/fields/show-fields.ts';
import type { Field, Fields } from '../../src/core/tasks-file/kinds/object.ts';
import { variableTable } from '../../src/core/tasks-file/variables/table.ts';
import * as words from './reference-words.ts';

/** The reference page of the tasks file, from the tables that it is read by. */
export function referencePage(): string {
  const { mounts, resources: limits, stop: stopping } = containerFields;
  const { label, windows, osx, linux } = taskFields;
  const { cwd, healthcheck } = serviceFields;
  return [
    words.beginning,
    section('The file', words.file, file.fields),
    '## A task',
    words.task,
    part('How it looks', '', { label, ...showFields }),
    part('What it is made from', words.made, imageFields),
    part('What runs', '', commandFields),
    part('What it sees of this machine', '', {
      workspace: runFields.workspace,
      mounts,
      network: networkField,
      ...hostFields,
    }),
    part('What it may do', words.trusted, { resources: limits, ...securityFields }),
    part('What it reads, and how it ends', '', {
      ...{ stdin: runFields.stdin, tty: runFields.tty, interactive: runFields.interactive, stop: stopping },
    }),
    part('When it runs', words.flow, { ...graphFields, ...flowFields }),
    part('On one system alone', words.systems, { windows, osx, linux }),
    '## Parts of a task',
    ...Object.entries(parts).map(([name, [text, fields]]) => part(name, text, fields)),
    section('A service', words.service, { cwd, healthcheck }),
    part('`healthcheck`', words.healthcheck, healthcheckObject.fields),
    section('An input', words.input, inputFields.fields),
    '## Variables',
    words.variables,
    [...variableTable]
      .map(([name, { parameter = '', meaning }]) => `- \`\${${name}${parameter}}\`: ${meaning}`)
      .join('\n'),
    words.afterVariables,
    words.end,
  ].join('\n\n');
}

const parts: Readonly<Record<string, readonly [text: string, fields: Fields]>> = {
  '`icon`': ['', icon.fields],
  '`group`': ['', group.fields],
  '`presentation`': ['', presentation.fields],
  '`build`': [words.build, build.fields],
  '`secrets`': [words.secrets, secretObject.fields],
  '`workspace`': [words.workspace, workspace.fields],
  '`mounts`': [words.mounts, mount.fields],
  '`resources`': [words.sizes, resources.fields],
  '`stdin`': ['', stdin.fields],
  '`stop`': ['', stop.fields],
  '`retry`': ['', retry.fields],
  '`matrix`': [words.matrix, matrixSettings.fields],
  '`problemMatcher`': [words.problemMatcher, problemMatcher.fields],
  '`pattern` of a problem matcher': ['', problemPattern.fields],
  '`background` of a problem matcher': ['', background.fields],
  '`runOptions`': ['', runOptions.fields],
};

function section(title: string, text: string, fields: Fields): string {
  return `## ${title}\n\n${text}\n\n${rows(fields)}`;
}

function part(title: string, text: string, fields: Fields): string {
  return `### ${title}\n\n${text === '' ? '' : `${text}\n\n`}${rows(fields)}`;
}

function rows(fields: Fields): string {
  return Object.entries(fields)
    .map(([name, field]) => row(name, field))
    .join('\n');
}

function row(name: string, field: Field<unknown>): string {
  const { kind, presence, description, otherwise, examples = [] } = field;
  const needed = presence === 'required' ? ', required' : '';
  const json = otherwise && JSON.stringify(otherwise.json);
  const standard =
    json === undefined || json === '{}' || json === '[]' ? '' : ` Default: \`${spaced(json)}\`.`;
  const shown = examples
    .map((example) => `\`${spaced(JSON.stringify(example))}\``)
    .filter((example) => !description.includes(example));
  const example = shown.length === 0 ? '' : ` For example ${shown.join(', ')}.`;
  return `- **\`${name}\`** (${kind.takes()}${needed}): ${description}${standard}${example}`;
}

/** As a person writes JSON. */
function spaced(json: string): string {
  return json
    .replace(
      /("(?:[^"\\]|\\.)*")|([:,])/gu,
      (_, text: string | undefined, sign: string) => text ?? `${sign} `,
    )
    .replace(
      /("(?:[^"\\]|\\.)*")|([{}])/gu,
      (_, text: string | undefined, brace: string) => text ?? (brace === '{' ? '{ ' : ' }'),
    )
    .replaceAll('{  }', '{}');
}
