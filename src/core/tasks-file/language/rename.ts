import * as l10n from '@vscode/l10n';

import { inputFields } from '../fields/input.ts';
import { axisName, matrixSettings } from '../fields/matrix.ts';
import { serviceName } from '../fields/network-kinds.ts';
import { taskFields } from '../fields/fields.ts';
import { toJson, valueOf } from '../json/json.ts';
import type { Json } from '../json/json.ts';
import { readJson } from '../json/read-json.ts';
import { text } from '../kinds/simple-kinds.ts';
import { check } from '../reading/check.ts';
import { anyScope } from '../variables/variables.ts';
import type { Edit } from './edit.ts';
import { contentOf, escapeText } from './escapes.ts';
import type { Name } from './names.ts';
import type { TasksDocument } from './tasks-document.ts';

/** What gives everything that has a name another one, or why that cannot be: a sentence for whoever wants it. */
export function rename(
  document: TasksDocument,
  name: Name,
  newName: string,
): { readonly edits: readonly Edit[] } | { readonly problem: string } {
  const problem = problemOfName(document, name, newName);
  if (problem !== undefined) return { problem };
  const edits = document
    .placesOf(name)
    .map(({ offset, length }) => ({ offset, length, text: escapeText(newName) }));
  return { edits };
}

function problemOfName(document: TasksDocument, name: Name, newName: string): string | undefined {
  if (newName === name.name) return undefined;
  const [problem] = check(kinds[name.kind], toJson(newName), { scope: anyScope, sureUntil: Infinity });
  if (newName.trim() === '') return l10n.t('The name is empty: write one.');
  if (problem) return l10n.t('{0} is no name for this: {1}', JSON.stringify(newName), problem.message);
  if (name.kind === 'input' && /[{}]/u.test(newName))
    return l10n.t('The name of an input stands in {0}: write one without braces.', '`${input:…}`');
  if (name.kind === 'axis' && Object.hasOwn(matrixSettings.fields, newName))
    return l10n.t('{0} is a setting of the matrix: write another name.', JSON.stringify(newName));
  const owners = new Set(document.placesOf(name).map(({ owner }) => owner));
  const isTaken = document.names.some(
    (each) =>
      each.kind === name.kind &&
      each.name === newName &&
      each.isDefinition &&
      (name.kind !== 'axis' || owners.has(each.owner)),
  );
  if (isTaken) return l10n.t('{0} is there already: write another name.', JSON.stringify(newName));
  return undefined;
}

const kinds = {
  task: taskFields.label.kind,
  service: text({ ...serviceName, variables: 'none' }),
  input: inputFields.fields.id.kind,
  axis: text({ ...axisName, variables: 'none' }),
};

/**
 * What gives a task its new label in VS Code's own tasks.json, wherever that means it: `{ "type": "container", "task": "build" }`.
 *
 * @param path of the tasks file from its workspace folder, which may stand beside the label
 */
export function renameInVsCodeTasks(
  file: string,
  label: string,
  newLabel: string,
  path: string,
): readonly Edit[] {
  const { root } = readJson(file);
  return (root ? objectsIn(root) : []).flatMap((json) => {
    const task = valueOf(json, 'task');
    const named = valueOf(json, 'file');
    const isMeant =
      isText(valueOf(json, 'type'), 'container') && isText(task, label) && (!named || isText(named, path));
    return isMeant && task ? [{ ...contentOf(file, task), text: escapeText(newLabel) }] : [];
  });
}

function isText(json: Json | undefined, value: string): boolean {
  return json?.type === 'string' && json.value === value;
}

function* walk(json: Json): Generator<Json> {
  if (json.type === 'object') yield json;
  if (json.type === 'object') for (const { value } of json.properties) yield* walk(value);
  if (json.type === 'array') for (const item of json.items) yield* walk(item);
}

function objectsIn(json: Json): readonly Json[] {
  return [...walk(json)];
}
