import { getLocation } from 'jsonc-parser';

import { valueAt } from '../json/json.ts';
import type { JsonPath } from '../json/json.ts';
import { systems } from '../layers.ts';
import type { Place } from '../problem.ts';
import { contentOf } from './escapes.ts';
import type { TasksDocument } from './tasks-document.ts';
import type { Text } from './texts.ts';

/** What can be written at a place of a tasks file that its schema does not know. */
export type Slot = (
  | { readonly kind: 'task' | 'service' | 'image' | 'matcher' }
  | { readonly kind: 'path'; readonly path: PathSlot }
  /** A variable, from its `${` to its `}`, and the text that it stands in. */
  | { readonly kind: 'variable'; readonly text: Text; readonly after: keyof typeof argumentNames | undefined }
) &
  Spot;

/** Where a proposal goes. */
interface Spot {
  /** What is written there, which it replaces. */
  readonly replaced: Place;
  /** Whether it has to bring the quotes. */
  readonly isBare: boolean;
}

/** The part of a path that is written. */
interface PathSlot {
  readonly wants: 'file' | 'folder' | 'any';
  /** The folder that proposals are in, as it is written, with its `/`; '' is the one that relative paths start from. */
  readonly folder: string;
  /** What relative paths start from, below the workspace folder: a build's context. '' is the workspace folder. */
  readonly base: string;
  /** Whether a relative path has to begin with a dot, because it would be a volume's name. */
  readonly needsDot: boolean;
}

/** What can be written at an offset; `undefined`: nothing that is known here. */
export function slotAt(document: TasksDocument, offset: number): Slot | undefined {
  const { root, text: file } = document;
  if (!root) return undefined;
  const { path, isAtPropertyKey } = getLocation(file, offset);
  if (isAtPropertyKey) return undefined;
  const text = document.textAt(offset);
  const content = text && contentOf(file, text.json);
  if (content && offset >= content.offset && offset <= content.offset + content.length)
    return (
      variableSlot(document, text, content, offset) ??
      fieldSlot(document, path, { replaced: content, isBare: false }, offset)
    );
  // Between two values there is nothing to say, but where one has to follow.
  if (!/[:[,]\s*$/u.test(file.slice(Math.max(0, offset - 200), offset))) return undefined;
  return fieldSlot(document, path, { replaced: { offset, length: 0 }, isBare: true }, offset);
}

/** What of the text is a variable that is being written; an end that is not there yet is no part of it. */
function variableSlot(
  { text: file }: TasksDocument,
  text: Text,
  content: Place,
  offset: number,
): Slot | undefined {
  const [before] = /\$(?:\{[^{}"\\]*)?$/u.exec(file.slice(content.offset, offset)) ?? [];
  if (before === undefined || text.use === 'none' || text.use === 'literal') return undefined;
  const rest = file.slice(offset, content.offset + content.length);
  const [behind = ''] = /^[\w:.-]*\}/u.exec(rest) ?? [];
  const name = /^\$\{(\w+):/u.exec(before)?.[1] ?? '';
  return {
    kind: 'variable',
    text,
    after: isArgument(name) ? name : undefined,
    replaced: { offset: offset - before.length, length: before.length + behind.length },
    isBare: false,
  };
}

/** The variables whose arguments are known. */
const argumentNames = { env: true, localEnv: true, config: true, input: true, matrix: true };

function isArgument(name: string): name is keyof typeof argumentNames {
  return Object.hasOwn(argumentNames, name);
}

/** The path of a field in its task, service or defaults, on whichever system; of an item of a list, the list's. */
function fieldOf([part, ...below]: JsonPath): string {
  const inside = part === 'defaults' ? below : part === 'tasks' || part === 'services' ? below.slice(1) : [];
  const names = inside.filter((each) => typeof each === 'string');
  return (systems.some((system) => system === names[0]) ? names.slice(1) : names).join('.');
}

function fieldSlot(document: TasksDocument, path: JsonPath, spot: Spot, offset: number): Slot | undefined {
  const field = fieldOf(path);
  const plain = plainSlots.get(field);
  if (plain) return { kind: plain, ...spot };
  const wants = paths.get(field);
  if (!wants || (field === 'mounts.source' && siblingOf(document, path, 'type') === 'volume'))
    return undefined;
  const base = field === 'build.dockerfile' ? siblingOf(document, path, 'context') : '';
  return pathSlot(document, { wants, base, needsDot: field === 'mounts' }, spot, offset);
}

/** The text of a field beside the one at a path. */
function siblingOf({ root }: TasksDocument, path: JsonPath, name: string): string {
  const json = valueAt(root, [...path.slice(0, -1), name]);
  return json?.type === 'string' ? json.value : '';
}

const plainSlots: ReadonlyMap<string, 'task' | 'service' | 'image' | 'matcher'> = new Map([
  ['dependsOn', 'task'],
  ['services', 'service'],
  ['image', 'image'],
  ['problemMatcher', 'matcher'],
  ['problemMatcher.base', 'matcher'],
]);

const paths: ReadonlyMap<string, PathSlot['wants']> = new Map([
  ['envFile', 'file'],
  ['build', 'folder'],
  ['build.context', 'folder'],
  ['build.dockerfile', 'file'],
  ['mounts', 'any'],
  ['mounts.source', 'any'],
  ['stdin.file', 'file'],
]);

/** Only the part between two slashes is replaced, so that one folder after the other is chosen. */
function pathSlot(
  { text: file }: TasksDocument,
  path: Omit<PathSlot, 'folder'>,
  { replaced, isBare }: Spot,
  offset: number,
): Slot | undefined {
  const before = file.slice(replaced.offset, offset);
  // One with variables or escapes is not looked for; and what follows the colon of a mount is in the container.
  if (/[$\\]/u.test(before) || (path.needsDot && before.includes(':'))) return undefined;
  const folder = before.slice(0, before.lastIndexOf('/') + 1);
  const start = replaced.offset + folder.length;
  const rest = file.slice(start, replaced.offset + replaced.length);
  const end = path.needsDot ? rest.search(/:|$/u) : rest.length;
  return { kind: 'path', path: { ...path, folder }, replaced: { offset: start, length: end }, isBare };
}
