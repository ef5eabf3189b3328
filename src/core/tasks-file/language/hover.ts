import * as l10n from '@vscode/l10n';

import { formatBytes } from '../../format.ts';
import { parseImage } from '../../image.ts';
import { valueOf } from '../json/json.ts';
import type { Json } from '../json/json.ts';
import { mergeLayers } from '../layers.ts';
import { textOf } from '../reading/file-parts.ts';
import { describeAge } from './age.ts';
import type { Name } from './names.ts';
import type { LeftVariable, ResolvedText } from './resolved-text.ts';
import type { TasksDocument } from './tasks-document.ts';
import type { Text } from './texts.ts';

/** What a label or a service stands for, where it is used, in Markdown; `undefined`: there is nothing to say. */
export function describeName({ file }: TasksDocument, name: Name): string | undefined {
  if (name.isDefinition) return undefined;
  if (name.kind === 'task') {
    const task = file.tasks.find(({ label }) => label === name.name);
    return task && paragraphs(task.detail, span(task.image), commandOf(mergeLayers(task.layers)));
  }
  if (name.kind !== 'service') return undefined;
  const json = file.services.find((each) => each.name === name.name)?.json;
  return json && paragraphs(span(textOf(valueOf(json, 'image')) ?? ''), commandOf(json));
}

/** What the variables of a text stand for, in Markdown. */
export function describeResolved({ value, left }: ResolvedText, { use }: Text): string {
  const where = use === 'host' ? l10n.t('On this machine:') : l10n.t('In the container:');
  const known = left.length === 1 && left[0]?.written === value ? [] : [where, block(value)];
  return paragraphs(...known, left.map((each) => `- ${describeLeft(each)}`).join('\n')) ?? '';
}

function describeLeft({ written, why }: LeftVariable): string {
  const variable = span(written);
  switch (why.kind) {
    case 'asked':
      return l10n.t('{0} is asked for when the task runs.', variable);
    case 'file':
      return l10n.t('{0} depends on the file that is open when the task runs.', variable);
    case 'secret':
      return l10n.t('{0} is not shown, as it looks like a secret.', variable);
    case 'matrix':
      return l10n.t('{0} is one of: {1}.', variable, why.values.map(span).join(', '));
    case 'problem':
      return why.message;
  }
}

/** What an engine has under a name. */
interface KnownImage {
  readonly id: string;
  readonly names: readonly string[];
  /** Bytes. */
  readonly size: number;
  /** Epoch ms. */
  readonly created: number;
}

/**
 * What an engine has of an image, in Markdown; `undefined`: the name is none.
 *
 * @param now epoch ms
 */
export function describeImage(
  reference: string,
  images: readonly KnownImage[],
  now: number,
): string | undefined {
  const wanted = parseImage(reference);
  if ('error' in wanted) return undefined;
  const { registry, repo, tag, digest } = wanted;
  const found = images.find(({ names }) =>
    names.some((name) => {
      const each = parseImage(name);
      const isNamed = !('error' in each) && each.registry === registry && each.repo === repo;
      // Of a digest the tag is only a comment.
      return isNamed && (digest === '' ? each.tag === tag : each.digest === digest);
    }),
  );
  if (!found) return l10n.t('The engine does not have this image yet: it is pulled when a task needs it.');
  const id = found.id.replace(/^sha256:/u, '').slice(0, 12);
  return l10n.t(
    'The engine has this image: {0}, {1}, id {2}.',
    formatBytes(found.size),
    describeAge(now - found.created),
    span(id),
  );
}

function commandOf(json: Json): string | undefined {
  const [command, args, script] = ['command', 'args', 'script'].map((name) => wordsOf(valueOf(json, name)));
  const line = script ?? [command, args].filter((each) => each !== undefined).join(' ');
  return line === '' ? undefined : block(line);
}

function wordsOf(json: Json | undefined): string | undefined {
  if (json?.type === 'string') return json.value;
  return json?.type === 'array' ? json.items.map((each) => textOf(each) ?? '').join(' ') : undefined;
}

function paragraphs(...parts: readonly (string | undefined)[]): string | undefined {
  const present = parts.filter((part) => part !== undefined && part !== '');
  return present.length === 0 ? undefined : present.join('\n\n');
}

/** A text as it is, in a line. */
function span(text: string): string {
  if (text === '') return '';
  const fence = '`'.repeat(longestRun(text) + 1);
  const edge = /^`|`$/u.test(text) ? ' ' : '';
  return `${fence}${edge}${text}${edge}${fence}`;
}

/** A text as it is, on lines of its own; of a long one the beginning. */
function block(text: string): string {
  const lines = text.split('\n');
  const shown = lines.length > 20 ? [...lines.slice(0, 20), '…'] : lines;
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}\n${shown.map((line) => (line.length > 500 ? `${line.slice(0, 500)}…` : line)).join('\n')}\n${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/gu) ?? []).map(({ length }) => length));
}
