import * as l10n from '@vscode/l10n';

import type { Parsed } from '../tasks-file/parsed.ts';

/**
 * Splits a line that a person pasted into words as a POSIX shell does
 * ({@link https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02 Quoting}), with the variables of a
 * tasks file in the place of the shell's: `$(pwd)`, `$PWD` and `%cd%` are `${localWorkspaceFolder}`, and `$NAME` is
 * `${env:NAME}`. A `${` that a quote keeps from the shell is {@link literalDollar} and `{`.
 *
 * A line may go on in the next, with the `\` of a shell, the `^` of cmd or the backtick of PowerShell, or with none of them.
 */
export function splitLine(line: string): Parsed<readonly string[]> {
  const text = line.replace(/\r\n?/gu, '\n').replace(/[ \t][\\^`][ \t]*(?:\n[ \t]*|$)/gu, ' ');
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < text.length;) {
    const read = readPiece(text, at);
    if ('problem' in read) return read;
    if (read.piece !== undefined) word = (word ?? '') + read.piece;
    else if (word !== undefined) {
      words.push(word);
      word = undefined;
    }
    at = read.end;
  }
  return { value: word === undefined ? words : [...words, word] };
}

/** Stands for the `$` of a `${` that is text. No word of a command line can have it. */
export const literalDollar = '\0';

/** A part of a word and where it ends; without a text, the blanks between two words. */
type Read = { readonly piece: string | undefined; readonly end: number } | { readonly problem: string };

/** What a part of a word looks like, and what it says. The first that matches counts. */
const pieces: readonly (readonly [RegExp, (match: RegExpExecArray) => Parsed<string | undefined>])[] = [
  // What a box of one line makes of a line that goes on: the break is gone.
  [/\s+(?:\\\s+)?/uy, () => ({ value: undefined })],
  [/'([^']*)'/uy, ([, text = '']) => ({ value: literal(text) })],
  [/"((?:[^"\\]|\\[^])*)"/uy, ([, text = '']) => expandQuoted(text)],
  [/\\([^])/uy, ([, text = '']) => ({ value: text === '\n' ? '' : text })],
  [/%cd%|`\s*pwd\s*`/iuy, () => ({ value: workspaceFolder })],
  [/\$(?:\([^)]*\)|\{[^}]*\}|env:\w+|\w+)/uy, ([text]) => expandDollar(text)],
  [/[|&;<>()`]+/uy, ([text]) => ({ problem: needsShell(text) })],
  [/['"]/uy, ([text]) => ({ problem: l10n.t('The quote {0} is not closed.', text) })],
  [/[^\s'"\\$|&;<>()`%]+|[$%\\]/uy, ([text]) => ({ value: text })],
];

const workspaceFolder = '${localWorkspaceFolder}';

function readPiece(text: string, at: number): Read {
  for (const [expression, read] of pieces) {
    expression.lastIndex = at;
    const match = expression.exec(text);
    if (!match) continue;
    const piece = read(match);
    return 'problem' in piece
      ? { problem: piece.problem }
      : { piece: piece.value, end: at + match[0].length };
  }
  return { piece: text.slice(at, at + 1), end: at + 1 };
}

function expandQuoted(text: string): Parsed<string> {
  const parts = text.match(/\\[^]|\$(?:\([^)]*\)|\{[^}]*\}|env:\w+|\w+)|`[^`]*`|%cd%|[^]/giu) ?? [];
  let expanded = '';
  for (const part of parts) {
    const read = expandInQuotes(part);
    if ('problem' in read) return read;
    expanded += read.value;
  }
  return { value: expanded };
}

function expandInQuotes(part: string): Parsed<string> {
  if (/^%cd%$|^`\s*pwd\s*`$/iu.test(part)) return { value: workspaceFolder };
  if (part.startsWith('`') && part.length > 1) return { problem: needsShell(part) };
  if (part.startsWith('$') && part.length > 1) return expandDollar(part);
  if (!part.startsWith('\\')) return { value: part };
  if (part === '\\\n') return { value: '' };
  if (part === '\\$') return { value: literalDollar };
  return { value: /^\\[`"\\]$/u.test(part) ? part.slice(1) : part };
}

function expandDollar(text: string): Parsed<string> {
  if (/^\$(?:\(\s*pwd\s*\)|pwd|\{(?:pwd|workspaceFolder|workspaceRoot)\})$/iu.test(text))
    return { value: workspaceFolder };
  const user = /^\$(?:\(\s*id -([ug])\s*\))$/u.exec(text)?.[1];
  if (user !== undefined) return { value: user === 'u' ? '${env:UID}' : '${env:GID}' };
  const [, name, fallback] = /^\$\{?(?:env:)?([A-Za-z_]\w*)(?::?-([^$]*))?\}?$/u.exec(text) ?? [];
  if (name === undefined) return /^\$\d/u.test(text) ? { value: text } : { problem: needsShell(text) };
  return {
    value:
      fallback === undefined ? `\${env:${name}}` : `\${localEnv:${name}:${fallback.replace(/\}$/u, '')}}`,
  };
}

function literal(text: string): string {
  return text.replaceAll('${', `${literalDollar}{`);
}

function needsShell(text: string): string {
  return l10n.t('{0} needs a shell: leave it out, or write what it stands for.', text);
}
