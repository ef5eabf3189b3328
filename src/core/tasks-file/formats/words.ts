import * as l10n from '@vscode/l10n';
import type { Parsed } from '../parsed.ts';

/**
 * Splits a command line into words as a POSIX shell quotes them
 * ({@link https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02 Quoting}), with no shell: nothing is
 * expanded, and what only a shell could do (operators, `$NAME`, `$(...)`) is a problem. `${...}` is kept whole, for
 * `expand` in variables.ts to replace, so that a value with blanks stays one word.
 */
export function splitWords(text: string): Parsed<readonly string[]> {
  const line = text.trimEnd();
  let start = line.length - line.trimStart().length;
  const assignment = problemOfAssignment(line, start);
  if (assignment) return assignment;
  const words: string[] = [];
  let word: string | undefined;
  while (start < line.length) {
    if (line.startsWith(continuation, start)) {
      start += continuation.length;
      continue;
    }
    const piece = readPiece(line, start);
    if ('problem' in piece) return piece;
    if (piece.text === undefined && word !== undefined) words.push(word);
    word = piece.text === undefined ? undefined : (word ?? '') + piece.text;
    start = piece.end;
  }
  if (word !== undefined) words.push(word);
  return { value: words };
}

/** A line that goes on in the next, even in the middle of a word. */
const continuation = '\\\n';

/** A part of a word and where it ends in the line; without a text, the blanks between two words. */
interface Piece {
  readonly text: string | undefined;
  readonly end: number;
}

type Read = Piece | Fault;

type Fault = Extract<Parsed<never>, { readonly problem: string }>;

/** `X=1 make` sets a variable in a shell, and would name a program here. */
function problemOfAssignment(line: string, start: number): Fault | undefined {
  const assignment = /^[A-Za-z_]\w*=/u.exec(line.slice(start, start + 80))?.[0];
  if (assignment === undefined) return undefined;
  return {
    problem: l10n.t(
      '`{0}` before a command needs a shell: set the variable in `env`, or put the line into `script`.',
      assignment,
    ),
    at: { start, length: assignment.length },
  };
}

function readPiece(line: string, start: number): Read {
  switch (line.charAt(start)) {
    case "'":
      return readSingleQuoted(line, start);
    case '"':
      return readDoubleQuoted(line, start);
    case '\\':
      return readEscaped(line, start);
    case '$':
      return readDollar(line, start);
    default:
      return readBlanks(line, start) ?? problemOfOperator(line, start) ?? readPlain(line, start);
  }
}

function readSingleQuoted(line: string, start: number): Read {
  const close = line.indexOf("'", start + 1);
  if (close < 0) return unclosed(line, start);
  return { text: line.slice(start + 1, close), end: close + 1 };
}

function readDoubleQuoted(line: string, start: number): Read {
  const pieces: string[] = [];
  let at = start + 1;
  while (at < line.length && line[at] !== '"') {
    const piece = readInDoubleQuotes(line, at);
    if ('problem' in piece) return piece;
    pieces.push(piece.text ?? '');
    at = piece.end;
  }
  return at < line.length ? { text: pieces.join(''), end: at + 1 } : unclosed(line, start);
}

function readInDoubleQuotes(line: string, start: number): Read {
  const character = line[start];
  if (character === '$') return readDollar(line, start);
  if (character === '`') return needsShell('`', start);
  if (character !== '\\') return readUntil(/["$`\\]/gu, line, start);
  if (/[$`"\\\n]/u.test(line[start + 1] ?? '')) return readEscaped(line, start);
  return { text: '\\', end: start + 1 };
}

function readEscaped(line: string, start: number): Read {
  const end = start + 2;
  if (end > line.length)
    return { problem: l10n.t('the line ends in a backslash: leave it out.'), at: { start, length: 1 } };
  const character = line.slice(start + 1, end);
  return { text: character === '\n' ? '' : character, end };
}

function readDollar(line: string, start: number): Read {
  const next = line[start + 1];
  if (next === '{') return readVariable(line, start);
  if (next === '(') return needsShell('$(', start);
  const name = /^\$([A-Za-z_]\w*|[\d@*#?$!-])/u.exec(line.slice(start, start + 80))?.[0];
  if (name === undefined) return { text: '$', end: start + 1 };
  return {
    problem: /\w/u.test(name)
      ? l10n.t(
          '`{0}` needs a shell: put the line into `script`, or write `{1}` for the value on this machine.',
          name,
          `\${env:${name.slice(1)}}`,
        )
      : l10n.t('`{0}` needs a shell: put the line into `script`.', name),
    at: { start, length: name.length },
  };
}

function readVariable(line: string, start: number): Read {
  const close = line.indexOf('}', start);
  const end = close < 0 ? line.length : close + 1;
  return { text: line.slice(start, end), end };
}

function readBlanks(line: string, start: number): Piece | undefined {
  const blanks = readUntil(/[^ \t]/gu, line, start);
  return blanks.end > start ? { text: undefined, end: blanks.end } : undefined;
}

function problemOfOperator(line: string, start: number): Fault | undefined {
  const operator = /^(\|\|?|&&?|;;?|<<?|>>?|[()`\r\n])/u.exec(line.slice(start, start + 2))?.[0];
  return operator === undefined ? undefined : needsShell(operator, start);
}

function readPlain(line: string, start: number): Piece {
  return readUntil(/[\s'"\\$|&;<>()`]/gu, line, start);
}

/** The text from `start` up to where the expression, which is global, matches next. */
function readUntil(
  expression: RegExp,
  line: string,
  start: number,
): { readonly text: string; readonly end: number } {
  expression.lastIndex = start;
  const end = expression.exec(line)?.index ?? line.length;
  return { text: line.slice(start, end), end };
}

function needsShell(operator: string, start: number): Fault {
  return {
    problem: /[\r\n]/u.test(operator)
      ? l10n.t('a line break needs a shell: put the line into `script`, or in quotes to pass it on as text.')
      : l10n.t(
          '`{0}` needs a shell: put the line into `script`, or in quotes to pass it on as text.',
          operator,
        ),
    at: { start, length: operator.length },
  };
}

function unclosed(line: string, start: number): Fault {
  return {
    problem: l10n.t(
      'the quote {0} is not closed: write it at the end of the quoted text too.',
      line.slice(start, start + 1),
    ),
    at: { start, length: line.length - start },
  };
}
