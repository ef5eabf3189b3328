import * as l10n from '@vscode/l10n';

import { formatBytes } from '../../format.ts';
import { valueOf } from '../json/json.ts';
import { textOf } from '../reading/file-parts.ts';
import type { Place } from '../problem.ts';
import { variableTable } from '../variables/table.ts';
import { anyScope } from '../variables/variables.ts';
import { describeAge } from './age.ts';
import { escapeText } from './escapes.ts';
import type { Slot } from './slot.ts';
import type { TasksDocument } from './tasks-document.ts';
import type { Text } from './texts.ts';
import { workspaceOf } from './workspace-of.ts';

/** Something that can be written at a slot. */
export interface Proposal {
  readonly kind: 'task' | 'service' | 'image' | 'matcher' | 'variable' | 'value' | 'file' | 'folder';
  /** As it is shown, and as what is typed is compared with. */
  readonly label: string;
  /** One line beside it. */
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
  /** As it is put into the file, in the place of {@link Slot.replaced}. */
  readonly insert: string;
  /** Whether more has to be chosen after it: the files of a folder, the name of a variable. */
  readonly goesOn?: boolean;
}

/** What this machine has to offer; only what the slot asks for has to be there. */
export interface Candidates {
  /** Newest first. */
  readonly images: readonly OfferedImage[];
  readonly matchers: readonly string[];
  /** Names of environment variables. */
  readonly env: readonly string[];
  /** Settings with their values as texts. */
  readonly settings: readonly (readonly [key: string, value: string])[];
  /** What is in the folder of a path. */
  readonly entries: readonly { readonly name: string; readonly isFolder: boolean }[];
}

/** An image that an engine has under this name. Its size is in bytes, its age in ms. */
export interface OfferedImage {
  readonly name: string;
  readonly size: number;
  readonly age: number;
}

/** What can be written at a slot, in the order in which it is shown. */
export function proposalsAt(
  document: TasksDocument,
  slot: Slot,
  candidates: Candidates,
): readonly Proposal[] {
  const proposals = proposalsFor(document, slot, candidates);
  return slot.isBare ? proposals.map((each) => ({ ...each, insert: `"${each.insert}"` })) : proposals;
}

function proposalsFor(document: TasksDocument, slot: Slot, candidates: Candidates): readonly Proposal[] {
  switch (slot.kind) {
    case 'task':
      return tasks(document, slot.replaced);
    case 'service':
      return document.file.services.map(({ name, json }) =>
        named('service', name, textOf(valueOf(json, 'image'))),
      );
    case 'image':
      return images(document, slot.replaced, candidates.images);
    case 'matcher':
      return candidates.matchers.map((name) => named('matcher', name));
    case 'path':
      return entries(slot.path, candidates.entries);
    case 'variable':
      return slot.after === undefined
        ? variables(document, slot.text)
        : values(document, slot.text, slot.after, candidates);
  }
}

function named(kind: Proposal['kind'], name: string, detail?: string): Proposal {
  return { kind, label: name, insert: escapeText(name), ...(detail !== undefined && { detail }) };
}

/** A task cannot depend on itself. */
function tasks({ file }: TasksDocument, { offset }: Place): readonly Proposal[] {
  return file.tasks
    .filter((task) => offset < task.offset || offset > task.offset + task.length)
    .map(({ label, detail, image }) => named('task', label, detail ?? image));
}

/** Those of the engine, and those that the file names elsewhere. */
function images(
  { texts }: TasksDocument,
  { offset, length }: Place,
  offered: readonly OfferedImage[],
): readonly Proposal[] {
  const known = new Set(offered.map(({ name }) => name));
  const written = [...texts.values()].flatMap(({ json, owner }) => {
    const isHere = json.offset <= offset && json.offset + json.length >= offset + length;
    return valueOf(owner, 'image') === json && !isHere && !known.has(json.value) ? [json.value] : [];
  });
  return [
    ...offered.map(({ name, size, age }) =>
      named('image', name, `${formatBytes(size)}, ${describeAge(age)}`),
    ),
    ...[...new Set(written)]
      .filter((name) => name !== '')
      .map((name) => named('image', name, l10n.t('in this file'))),
  ];
}

function entries(
  { wants, folder, needsDot }: (Slot & { kind: 'path' })['path'],
  all: Candidates['entries'],
): readonly Proposal[] {
  const prefix = needsDot && folder === '' ? './' : '';
  return all
    .filter(({ isFolder }) => isFolder || wants !== 'folder')
    .map(({ name, isFolder }) => ({
      kind: isFolder ? 'folder' : 'file',
      label: `${prefix}${name}${isFolder ? '/' : ''}`,
      insert: escapeText(`${prefix}${name}${isFolder && wants === 'file' ? '/' : ''}`),
      goesOn: isFolder && wants === 'file',
    }));
}

/** Every variable that has a value here. */
function variables(document: TasksDocument, { use, owner }: Text): readonly Proposal[] {
  const view = use === 'container' || use === 'shell' ? 'container' : 'host';
  const scope = {
    ...anyScope,
    containerFolder: workspaceOf(document, owner).type === 'boolean' ? undefined : '',
  };
  return [...variableTable].flatMap(([name, { parameter = '', meaning, check }]): Proposal[] => {
    if (use === 'target' && name.startsWith('container')) return [];
    if (parameter === '' && check?.({ written: '', argument: '', view, scope }) !== undefined) return [];
    const goesOn = parameter !== '';
    return [
      {
        kind: 'variable',
        label: `\${${name}${parameter}}`,
        documentation: meaning,
        // The brace is there, so that the text is whole whatever happens next.
        insert: `\${${name}}`,
        goesOn,
      },
    ];
  });
}

/** What may follow the colon of a variable. */
function values(
  document: TasksDocument,
  { owner }: Text,
  variable: NonNullable<(Slot & { kind: 'variable' })['after']>,
  { env, settings }: Candidates,
): readonly Proposal[] {
  const whole = (name: string, detail?: string): Proposal => {
    const written = `\${${variable}:${name}}`;
    return { ...named('value', written, detail), insert: escapeText(written) };
  };
  switch (variable) {
    case 'env':
    case 'localEnv':
      return env.map((name) => whole(name));
    case 'config':
      return settings.map(([key, value]) => whole(key, value));
    case 'input':
      return document.file.inputs.map((input) =>
        whole(input.id, input.type === 'command' ? input.command : input.description),
      );
    case 'matrix':
      return axesFor(document, owner).map((name) => whole(name));
  }
}

/** Those of the task; those of all tasks for what is not of one. */
function axesFor({ names, file }: TasksDocument, owner: Text['owner']): readonly string[] {
  const isTask = file.tasks.some(({ offset }) => offset === owner.offset);
  const axes = names.filter(
    (each) => each.kind === 'axis' && each.isDefinition && (!isTask || each.owner === owner),
  );
  return [...new Set(axes.map(({ name }) => name))];
}
