import { PlainText } from '../plain-text.ts';
import type { FoundProblem } from './find-problem.ts';
import { LineMatcher } from './line-matcher.ts';
import type { ProblemMatcher } from './problem-matcher.ts';

/** What is left of a longer line, in UTF-16 units: regular expressions may take the square of it. */
const longestLine = 8192;

/** Is told what the output of a task says. */
export interface MatcherEvents {
  onProblem(problem: FoundProblem): void;
  /** A round of work begins: what was found before of this matcher's owner is out of date. */
  onBegin(matcher: ProblemMatcher): void;
  /** Of a task that goes on: all rounds of work that have begun have ended. Told each time. */
  onReady(): void;
}

/** Whether these say when a task that goes on is ready; where none does, it is as soon as it runs. */
export function tellReadiness(matchers: readonly ProblemMatcher[]): boolean {
  return matchers.some(({ background }) => background?.ends);
}

/** Finds problems, and the rounds of work of a task that goes on, in both streams of its output. */
export class OutputMatcher {
  readonly #matchers: readonly ProblemMatcher[];
  readonly #events: MatcherEvents;
  /** Those that are at work. */
  readonly #active: Set<ProblemMatcher>;
  readonly #streams: Readonly<Record<'stdout' | 'stderr', StreamLines>>;

  constructor(matchers: readonly ProblemMatcher[], events: MatcherEvents) {
    this.#matchers = matchers;
    this.#events = events;
    this.#active = new Set(matchers.filter(({ background }) => background && isActiveOnStart(background)));
    this.#streams = { stdout: new StreamLines(matchers), stderr: new StreamLines(matchers) };
  }

  /** Takes the next text of a stream; it may be split anywhere. */
  add(text: string, stream: 'stdout' | 'stderr'): void {
    const { lines, problems } = this.#streams[stream];
    for (const line of lines.add(text)) this.#read(line, problems);
  }

  /** Takes what has come of lines that are not complete. */
  end(): void {
    for (const { lines, problems } of Object.values(this.#streams))
      for (const line of lines.end()) this.#read(line, problems);
  }

  #read(line: string, problems: LineMatcher): void {
    if (this.#begins(line) || this.#ends(line)) return;
    const problem = problems.add(line);
    if (problem) this.#events.onProblem(problem);
  }

  #begins(line: string): boolean {
    const begun = this.#matchers.filter(
      (matcher) => !this.#active.has(matcher) && matcher.background?.begins?.test(line),
    );
    for (const matcher of begun) {
      this.#active.add(matcher);
      this.#events.onBegin(matcher);
    }
    return begun.length > 0;
  }

  #ends(line: string): boolean {
    const ended = [...this.#active].filter(({ background }) => background?.ends?.test(line));
    for (const matcher of ended) this.#active.delete(matcher);
    if (ended.length > 0 && this.#active.size === 0) this.#events.onReady();
    return ended.length > 0;
  }
}

/** One that has only a line for its end is at work until then. One without an end is never waited for. */
function isActiveOnStart({
  activeOnStart,
  begins,
  ends,
}: NonNullable<ProblemMatcher['background']>): boolean {
  return ends !== undefined && (activeOnStart || begins === undefined);
}

/** One stream. */
class StreamLines {
  readonly lines = new Lines();
  readonly problems: LineMatcher;

  constructor(matchers: readonly ProblemMatcher[]) {
    this.problems = new LineMatcher(matchers);
  }
}

/** Makes lines of text, as a person sees them. */
class Lines {
  readonly #plain = new PlainText();
  #rest = '';

  add(text: string): readonly string[] {
    const lines = this.#plain.add(text).split('\n');
    lines[0] = (this.#rest + (lines[0] ?? '')).slice(0, longestLine);
    this.#rest = (lines.pop() ?? '').slice(0, longestLine);
    return lines.map((line) => line.slice(0, longestLine));
  }

  end(): readonly string[] {
    const rest = this.#rest + this.#plain.end();
    this.#rest = '';
    return rest === '' ? [] : rest.split('\n').map((line) => line.slice(0, longestLine));
  }
}
