import * as l10n from '@vscode/l10n';

import { parseImage } from '../image.ts';
import type { Parsed } from '../tasks-file/parsed.ts';
import { setCommand } from './command.ts';
import { Draft } from './draft.ts';
import type { JsonValue } from '../json-value.ts';
import type { LeftOut } from './draft.ts';
import { fieldSetters } from './fields.ts';
import type { FlagKind } from './flags.ts';
import { literalDollar } from './split-line.ts';
import { keepWhatParses } from './keep-what-parses.ts';
import { placeMounts } from './mounts.ts';
import { readArguments } from './read-arguments.ts';
import type { DockerRun } from './read-arguments.ts';
import { splitLine } from './split-line.ts';

/** A `docker run` line as a task. */
export interface Converted {
  readonly task: { readonly label: string } & { readonly [field: string]: JsonValue };
  readonly leftOut: readonly LeftOut[];
}

/**
 * Makes a task of a `docker run` or `podman run` line, which a tasks file takes without a problem. What the line does that
 * a task cannot is left out, and told.
 *
 * @param taken labels that are no more free
 */
export function convertDockerRun(line: string, taken: readonly string[]): Parsed<Converted> {
  const words = splitLine(line);
  if ('problem' in words) return words;
  const run = readArguments(words.value);
  if ('problem' in run) return run;
  const draft = toDraft(run.value);
  const fields = Object.fromEntries([...draft.fields].map(([name, value]) => [name, withDollars(value)]));
  const label = freeLabel(labelOf(run.value, fields), taken);
  const leftOut = draft.leftOut.map(({ flag, why }) => ({ flag: textOf(flag), why }));
  return keepWhatParses({ ...inOrder({ ...fields, label }), label }, leftOut);
}

function toDraft({ options, image, command }: DockerRun): Draft {
  const draft = new Draft();
  draft.set('image', image);
  const memory = options.find(({ flag }) => flag.name === 'memory')?.value;
  for (const { flag, value } of options) {
    const isSame = flag.name === 'memory-swap' && value === memory; // As it is for a task.
    if (flag.kind === 'silent' || isSame) continue;
    if (flag.kind === 'field') fieldSetters[flag.name]?.(draft, value, flag);
    else if (value !== 'false') draft.leaveOut(flag, flag.isSwitch ? '' : value, whyNot(flag.kind));
  }
  setCommand(draft, command);
  placeMounts(draft);
  return draft;
}

function whyNot(kind: Exclude<FlagKind, 'field' | 'silent'>): string {
  switch (kind) {
    case 'service':
      return l10n.t('Health checks are for services.');
    case 'end':
      return l10n.t('It has no meaning for a task, which ends with its container and has its output kept.');
    case 'setting':
      return l10n.t('It is a setting for all tasks: containerTasks.cpuShares.');
    case 'none':
      return l10n.t('A task has nothing like it.');
  }
}

/** What people look for first, first. */
const order =
  'label image platform pull entrypoint command script shell cwd env envFile user init workspace mounts'.split(
    ' ',
  );

function inOrder(fields: Readonly<Record<string, JsonValue>>): Readonly<Record<string, JsonValue>> {
  const rank = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length);
  return Object.fromEntries(Object.entries(fields).sort(([a], [b]) => rank(a) - rank(b)));
}

/** The container's name, else what it runs, else its image. */
function labelOf({ image, command }: DockerRun, { label }: Readonly<Record<string, JsonValue>>): string {
  // A label takes no variables.
  if (typeof label === 'string' && label.trim() !== '' && !label.includes('${')) return label;
  const [program = '', first = ''] = command;
  const words = textOf(first.startsWith('-') ? program : `${program} ${first}`).trim();
  if (/^[\w./ :-]{1,40}$/u.test(words)) return words;
  const reference = parseImage(image);
  const repo = 'repo' in reference ? (reference.repo.split('/').at(-1) ?? '') : '';
  return repo === '' ? 'docker run' : repo;
}

function freeLabel(label: string, taken: readonly string[]): string {
  let free = label;
  for (let count = 2; taken.includes(free); count++) free = `${label} (${count})`;
  return free;
}

function withDollars(value: JsonValue): JsonValue {
  if (typeof value === 'string') return textOf(value);
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(withDollars);
  return Object.fromEntries(
    Object.entries(value).map(([name, each]: [string, JsonValue]) => [textOf(name), withDollars(each)]),
  );
}

function textOf(text: string): string {
  return text.replaceAll(literalDollar, '$');
}
