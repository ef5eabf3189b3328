import { readParts, toProblem } from './find-problem.ts';
import type { FoundProblem, Parts } from './find-problem.ts';
import type { ProblemMatcher } from './problem-matcher.ts';

/**
 * Finds problems in the lines of one stream, as VS Code's `AbstractProblemCollector` does
 * (https://github.com/microsoft/vscode/blob/main/src/vs/workbench/contrib/tasks/common/problemCollectors.ts): matchers of
 * more lines first; a line that was a part of a problem is not of another; and the last pattern of a matcher that loops is
 * tried on the lines that follow.
 */
export class LineMatcher {
  readonly #matchers: readonly ProblemMatcher[];
  readonly #longest: number;
  /** The last lines that belong to no problem. */
  #lines: string[] = [];
  #loop: { readonly matcher: ProblemMatcher; readonly parts: Parts } | undefined;

  constructor(matchers: readonly ProblemMatcher[]) {
    this.#matchers = matchers.toSorted((a, b) => b.patterns.length - a.patterns.length);
    this.#longest = this.#matchers[0]?.patterns.length ?? 0;
  }

  /** The problem that the line ends, or `undefined`. */
  add(line: string): FoundProblem | undefined {
    const next = this.#goOn(line);
    if (next) return next;
    this.#lines.push(line);
    if (this.#lines.length > this.#longest) this.#lines.shift();
    for (const matcher of this.#matchers) {
      const problem = this.#try(matcher);
      if (!problem) continue;
      this.#lines = [];
      return problem;
    }
    return undefined;
  }

  #goOn(line: string): FoundProblem | undefined {
    if (!this.#loop) return undefined;
    const { matcher, parts } = this.#loop;
    const last = matcher.patterns.at(-1);
    const read = last && readParts(parts, last, line);
    const problem = read && toProblem(matcher, read);
    if (!problem) this.#loop = undefined;
    return problem;
  }

  #try(matcher: ProblemMatcher): FoundProblem | undefined {
    const { patterns } = matcher;
    const start = this.#lines.length - patterns.length;
    if (start < 0) return undefined;
    let parts: Parts = {};
    let before: Parts = {};
    for (const [index, pattern] of patterns.entries()) {
      const read = readParts(parts, pattern, this.#lines[start + index] ?? '');
      if (!read) return undefined;
      before = parts;
      parts = read;
    }
    const problem = toProblem(matcher, parts);
    if (problem && patterns.at(-1)?.loop) this.#loop = { matcher, parts: before };
    return problem;
  }
}
