import * as l10n from '@vscode/l10n';
import { getLocation, modify } from 'jsonc-parser';

import { formattingOf } from '../../docker-run/insert-task.ts';
import { parseImage } from '../../image.ts';
import { valueAt, valueOf } from '../json/json.ts';
import type { JsonObject, JsonPath, PlainJson } from '../json/json.ts';
import { quote } from '../parsed.ts';
import type { Fix, Place } from '../problem.ts';
import { itemsOf } from '../reading/file-parts.ts';
import type { Edit } from './edit.ts';
import { contentOf, escapeText } from './escapes.ts';
import type { TasksDocument } from './tasks-document.ts';

/** A fix as an editor offers it. */
export interface OfferedFix {
  readonly title: string;
  /** Of the tasks file; empty for one that makes a file. */
  readonly edits: readonly Edit[];
  /** Where a person goes on to write, from the beginning of the first edit's text. */
  readonly cursor?: number;
  /** Absolute, of a file that is made. */
  readonly create?: string;
}

/** What a fix does to the file as it is now; `undefined`: nothing, as the file is too broken. */
export function offerFix(document: TasksDocument, place: Place, fix: Fix): OfferedFix | undefined {
  switch (fix.kind) {
    case 'replace':
      return replace(document.text, place, fix.value);
    case 'remove':
      return remove(document.text, place);
    case 'add':
      return add(document, place, fix.name);
    case 'define':
      return define(document, place, fix.what, fix.name);
    case 'create':
      return { title: l10n.t('Create {0}', quote(fix.path)), edits: [], create: fix.path };
  }
}

function replace(text: string, place: Place, value: string): OfferedFix {
  const exact = text[place.offset] === '"' ? contentOf(text, place) : place;
  return {
    title: l10n.t('Change to {0}', quote(value)),
    edits: [{ offset: exact.offset, length: exact.length, text: escapeText(value) }],
  };
}

function remove(text: string, { offset }: Place): OfferedFix | undefined {
  const { path } = getLocation(text, offset + 1);
  const name = path.at(-1);
  const edits = typeof name === 'string' ? modified(text, path, undefined) : [];
  return edits.length === 0 ? undefined : { title: l10n.t('Remove {0}', quote(String(name))), edits };
}

/** Behind the first field of the object, which is what the object is called by. */
function add({ text, root }: TasksDocument, { offset }: Place, name: string): OfferedFix | undefined {
  const { path } = getLocation(text, offset + 1);
  const object = [path, path.slice(0, -1)]
    .map((each) => valueAt(root, each))
    .find((each): each is JsonObject => each?.type === 'object');
  if (!object || valueOf(object, name)) return undefined;
  const title = l10n.t('Add {0}', quote(name));
  const empty = lists.has(name) ? '[]' : '""';
  const [first] = object.properties;
  const written = `${JSON.stringify(name)}: ${empty}`;
  if (!first)
    return {
      title,
      edits: [{ offset: object.offset + 1, length: 0, text: ` ${written} ` }],
      cursor: written.length,
    };
  const before = /\n[ \t]*$/u.exec(text.slice(object.offset, first.place.offset))?.[0] ?? ' ';
  const end = first.value.offset + first.value.length;
  const put = `,${before}${written}`;
  return { title, edits: [{ offset: end, length: 0, text: put }], cursor: put.length - 1 };
}

/** The fields whose values are lists; those of all others that can be missing are texts. */
const lists: ReadonlySet<string> = new Set(['tasks', 'options']);

function define(
  document: TasksDocument,
  { offset }: Place,
  what: (Fix & { kind: 'define' })['what'],
  name: string,
): OfferedFix | undefined {
  const { text, root } = document;
  switch (what) {
    case 'task': {
      const value = { label: name, ...imageFor(document, offset) };
      const count = itemsOf(valueOf(root, 'tasks')).length;
      return offerInsertion(l10n.t('Create the task {0}', quote(name)), text, ['tasks', count], value);
    }
    case 'service': {
      const image = 'error' in parseImage(name) ? 'alpine:3' : name;
      return offerInsertion(l10n.t('Create the service {0}', quote(name)), text, ['services', name], {
        image,
      });
    }
    case 'input': {
      const count = itemsOf(valueOf(root, 'inputs')).length;
      const value = { id: name, type: 'promptString', description: name };
      return offerInsertion(l10n.t('Create the input {0}', quote(name)), text, ['inputs', count], value);
    }
  }
}

/** That of the defaults, or of the task that needs the new one. */
function imageFor({ root, file }: TasksDocument, offset: number): { readonly image?: string } {
  const defaults = valueOf(root, 'defaults');
  if (valueOf(defaults, 'image') ?? valueOf(defaults, 'build')) return {};
  const around = file.tasks.find((task) => offset > task.offset && offset < task.offset + task.length);
  return { image: around?.image === undefined || around.image === '' ? 'alpine:3' : around.image };
}

function offerInsertion(
  title: string,
  text: string,
  path: JsonPath,
  value: PlainJson,
): OfferedFix | undefined {
  const edits = modified(text, path, value);
  return edits.length === 0 ? undefined : { title, edits };
}

/** Empty where the file is too broken for it. */
function modified(text: string, path: JsonPath, value: PlainJson | undefined): readonly Edit[] {
  try {
    // A removal leaves the lines around as they are.
    const options = value === undefined ? {} : { formattingOptions: formattingOf(text) };
    const edits = modify(text, [...path], value, options);
    return edits.map(({ offset, length, content }) => ({ offset, length, text: content }));
  } catch {
    return [];
  }
}
