import * as l10n from '@vscode/l10n';

import type { JsonValue } from '../json-value.ts';
import { cacheFolder } from './template.ts';
import type { Made, TemplateTask } from './template.ts';

/** A template's tasks, by the id of the template. */
export type Chosen = Made & { readonly id: string; readonly name: string };

/**
 * The text of a first tasks file with the tasks of the templates. It parses without a problem. Where there are several, the
 * labels begin with the template's id, and the first one's tasks are the default ones.
 *
 * @param folder the name of the workspace folder
 */
export function writeFile(folder: string, chosen: readonly Chosen[]): string {
  const sections = chosen.map((each, index) => {
    const tasks =
      chosen.length === 1 ? each.tasks : each.tasks.map((task) => apart(task, each.id, index === 0));
    const head = l10n.t('{0}, after {1}', each.name, each.why);
    return [comment(head), ...tasks.map(taskText)].join('\n');
  });
  return [
    `// ${l10n.t('Tasks that run in containers: run one with "Run Container Task" in the Command Palette.')}`,
    `// ${l10n.t('Press Ctrl+Space for what else a task can say, and hover over a field to learn what it means.')}`,
    '{',
    '  "version": "1",',
    '  "defaults": {',
    `    // ${l10n.t('Files that a task makes here are yours, and not those of root.')}`,
    '    "user": "host",',
    `    // ${l10n.t('Downloads stay in a volume: {0} can be written to by every user.', cacheFolder)}`,
    `    "mounts": [${JSON.stringify(`${volumeName(folder)}:${cacheFolder}`)}],`,
    `    "env": { "HOME": ${JSON.stringify(cacheFolder)} }`,
    '  },',
    '  "tasks": [',
    sections.join('\n').replace(/,$/u, ''),
    '  ]',
    '}',
    '',
  ].join('\n');
}

/** As Docker restricts the names of volumes. */
function volumeName(folder: string): string {
  return `${folder.replace(/[^\w.-]+/gu, '-').replace(/^[^A-Za-z0-9]+|-+$/gu, '') || 'tasks'}-cache`;
}

/** The same beside those of other templates. */
function apart(task: TemplateTask, id: string, isFirst: boolean): TemplateTask {
  const { label, dependsOn, group, ...others } = task.fields;
  const needs = Array.isArray(dependsOn) ? (dependsOn as readonly string[]) : [];
  return {
    ...task,
    fields: {
      label: `${id}: ${label}`,
      ...others,
      ...(needs.length > 0 && { dependsOn: needs.map((each) => `${id}: ${each}`) }),
      ...(group !== undefined && { group: isFirst || typeof group === 'string' ? group : kindOf(group) }),
    },
  };
}

function kindOf(group: JsonValue): JsonValue {
  return typeof group === 'object' && 'kind' in group ? group['kind'] : group;
}

function taskText({ comment: note, fields }: TemplateTask): string {
  const lines = Object.entries(fields).map(
    ([name, value]) => `      ${JSON.stringify(name)}: ${inline(value)}`,
  );
  return [...(note === undefined ? [] : [comment(note)]), '    {', lines.join(',\n'), '    },'].join('\n');
}

function comment(text: string): string {
  return `    // ${text}`;
}

/** In one line, with blanks as people write them. */
function inline(value: JsonValue): string {
  if (typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${(value as readonly JsonValue[]).map(inline).join(', ')}]`;
  const fields = Object.entries(value).map(
    ([name, each]: [string, JsonValue]) => `${JSON.stringify(name)}: ${inline(each)}`,
  );
  return `{ ${fields.join(', ')} }`;
}
