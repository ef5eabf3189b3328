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
  const shared = chosen.length === 1 ? sharedBy(chosen[0]?.tasks ?? []) : {};
  const { env, ...others } = shared;
  const defaults = { env: { HOME: cacheFolder, ...(Object(env) as object) }, ...others };
  const sections = chosen.map((each, index) => {
    const tasks = each.tasks.map((task) =>
      chosen.length === 1 ? without(task, Object.keys(shared)) : apart(task, each.id, index === 0),
    );
    return [comment(l10n.t('{0}, after {1}', each.name, each.why)), ...tasks.map(taskText)].join('\n');
  });
  return [
    ...opening(),
    '{',
    '  "version": "1",',
    '  "defaults": {',
    comment(l10n.t('Files that a task makes here are yours, and not those of root.')),
    '    "user": "host",',
    comment(l10n.t('Downloads stay in a volume: {0} can be written to by every user.', cacheFolder)),
    `    "mounts": [${JSON.stringify(`${volumeName(folder)}:${cacheFolder}`)}],`,
    fieldLines(defaults, '    '),
    '  },',
    '  "tasks": [',
    sections.join('\n').replace(/,$/u, ''),
    '  ]',
    '}',
    '',
  ].join('\n');
}

type Fields = Readonly<Record<string, JsonValue>>;

/** What all the tasks say alike. */
function sharedBy([first, ...others]: readonly TemplateTask[]): Fields {
  const names = ['image', 'env', 'problemMatcher'].filter((name) => {
    const value = JSON.stringify(first?.fields[name]);
    return value && others.length > 0 && others.every(({ fields }) => JSON.stringify(fields[name]) === value);
  });
  return Object.fromEntries(Object.entries(first?.fields ?? {}).filter(([name]) => names.includes(name)));
}

function without(task: TemplateTask, names: readonly string[]): TemplateTask {
  const kept = Object.entries(task.fields).filter(([name]) => !names.includes(name));
  return { ...task, fields: { label: task.fields.label, ...Object.fromEntries(kept) } };
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
  const head = note === undefined ? [] : [comment(note)];
  return [...head, '    {', fieldLines(fields, '      '), '    },'].join('\n');
}

function fieldLines(fields: Fields, indent: string): string {
  return Object.entries(fields)
    .map(([name, value]) => `${indent}${JSON.stringify(name)}: ${pretty(value, indent)}`)
    .join(',\n');
}

function comment(text: string): string {
  return `    // ${text}`;
}

/** In one line, with blanks as people write them, or in several where that is too long. */
function pretty(value: JsonValue, indent: string): string {
  const line = inline(value);
  if (line.length <= longest || typeof value !== 'object') return line;
  const inner = `${indent}  `;
  if (!Array.isArray(value)) return `{\n${fieldLines(value as Fields, inner)}\n${indent}}`;
  const items = (value as readonly JsonValue[]).map((each) => `${inner}${pretty(each, inner)}`);
  return `[\n${items.join(',\n')}\n${indent}]`;
}

/** In characters. */
const longest = 100;

function inline(value: JsonValue): string {
  if (typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${(value as readonly JsonValue[]).map(inline).join(', ')}]`;
  const fields = Object.entries(value).map(
    ([name, each]: [string, JsonValue]) => `${JSON.stringify(name)}: ${inline(each)}`,
  );
  return `{ ${fields.join(', ')} }`;
}

/** The first lines of a new file: how to go on. */
export function opening(): readonly string[] {
  return [
    `// ${l10n.t('Tasks that run in containers: run one by the line over it, or with "Run Container Task" in the Command Palette.')}`,
    `// ${l10n.t('Press Ctrl+Space for what else a task can say, and hover over a field to learn what it means.')}`,
  ];
}
