import type { ProblemMatcher, ProblemPattern, ProblemSeverity } from './problem-matcher.ts';

/** A problem that was found in the output. */
export interface FoundProblem {
  readonly matcher: ProblemMatcher;
  /** As the output has it. */
  readonly file: string;
  /** `undefined`: the whole file. */
  readonly place: ProblemPlace | undefined;
  readonly severity: ProblemSeverity;
  /** '' for none. */
  readonly code: string;
  readonly message: string;
}

/** Counted from 1. The end is where the start is, or at the end of the line, where the output does not tell. */
export interface ProblemPlace {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  /** `Infinity`: the end of the line. */
  readonly endColumn: number;
}

/** What the lines of a problem have said so far: of most parts, the first word counts. */
export type Parts = Partial<Record<PartName, string>>;

type PartName = (typeof partNames)[number];

const partNames = [
  ...['file', 'message', 'code', 'severity', 'location'],
  ...['line', 'column', 'endLine', 'endColumn'],
] as const satisfies readonly (keyof ProblemPattern)[];

/** The parts with what a line adds to them; `undefined`: it does not match. A message goes on from line to line. */
export function readParts(parts: Parts, pattern: ProblemPattern, line: string): Parts | undefined {
  const groups = pattern.regexp.exec(line);
  if (!groups) return undefined;
  const read: Parts = { ...parts };
  for (const name of partNames) {
    const group = pattern[name];
    const text = group === undefined ? undefined : groups[group]?.trim();
    if (text === undefined) continue;
    if (name === 'message' && parts.message !== undefined) read.message = `${parts.message}\n${text}`;
    else read[name] ??= text;
  }
  return read;
}

/** The problem that these are the parts of; `undefined`: it has no file, message or place, and so is none. */
export function toProblem(matcher: ProblemMatcher, parts: Parts): FoundProblem | undefined {
  const { file, message, code = '' } = parts;
  const place = matcher.patterns[0]?.kind === 'file' ? 'whole' : placeOf(parts);
  if (!file || !message || !place) return undefined;
  const severity = severityOf(parts.severity) ?? matcher.severity;
  return { matcher, file, place: place === 'whole' ? undefined : place, severity, code, message };
}

function placeOf({ location, line, column, endLine, endColumn }: Parts): ProblemPlace | undefined {
  const [first, second, third, fourth] = location ? location.split(',') : [line, column, endLine, endColumn];
  const start = toNumber(first);
  if (start === undefined) return undefined;
  const from = toNumber(second);
  if (from === undefined) return { line: start, column: 1, endLine: start, endColumn: Infinity };
  const to = toNumber(fourth);
  if (to === undefined) return { line: start, column: from, endLine: start, endColumn: from };
  return { line: start, column: from, endLine: toNumber(third) ?? start, endColumn: to };
}

function toNumber(text: string | undefined): number | undefined {
  const value = parseInt(text ?? '', 10);
  return Number.isNaN(value) ? undefined : value;
}

function severityOf(word = ''): ProblemSeverity | undefined {
  if (word === 'E' || /^error$/iu.test(word)) return 'error';
  if (word === 'W' || /^warn(?:ing)?$/iu.test(word)) return 'warning';
  if (word === 'I' || /^(?:info|hint|note)$/iu.test(word)) return 'info';
  return undefined;
}
