import { createContext, Script } from 'node:vm';
import * as l10n from '@vscode/l10n';

import { OutputMatcher } from '../core/problem-matcher/output-matcher.ts';
import type { MatcherEvents } from '../core/problem-matcher/output-matcher.ts';
import type { ProblemMatcher } from '../core/problem-matcher/problem-matcher.ts';
import type { StreamName } from './log-index.ts';

/** Is told what the output of a run says. */
export interface WatchEvents extends MatcherEvents {
  /** A regular expression takes for ever: nothing more is looked for. One sentence. */
  onGivenUp(message: string): void;
}

/** How much text may wait, in UTF-16 units: it is looked at once for many small pieces. */
const most = 256 * 1024;

/** How long the expressions may take for that much, in ms: a thousand times what they usually do. */
const patience = 2000;

/**
 * Finds problems in the output of a run. A person's regular expression may take for ever on the wrong line, which would
 * stop the whole process: it is given up.
 */
export class ProblemWatch implements Disposable {
  readonly #events: WatchEvents;
  readonly #matcher: OutputMatcher;
  readonly #patience: number;
  #waiting: { readonly text: string; readonly stream: StreamName }[] = [];
  #length = 0;
  #next: NodeJS.Immediate | undefined;
  /** What was found, and is told when the expressions are done. */
  readonly #found: (() => void)[] = [];
  #isOver = false;

  constructor(matchers: readonly ProblemMatcher[], events: WatchEvents, milliseconds = patience) {
    this.#events = events;
    this.#patience = milliseconds;
    const later = (tell: () => void): void => void this.#found.push(tell);
    this.#matcher = new OutputMatcher(matchers, {
      onProblem: (problem) => {
        later(() => {
          events.onProblem(problem);
        });
      },
      onBegin: (matcher) => {
        later(() => {
          events.onBegin(matcher);
        });
      },
      onReady: () => {
        later(() => {
          events.onReady();
        });
      },
    });
  }

  /** Takes the next text of a stream; it may be split anywhere. */
  add(text: string, stream: StreamName): void {
    if (this.#isOver) return;
    this.#waiting.push({ text, stream });
    this.#length += text.length;
    if (this.#length >= most) this.#look();
    else
      this.#next ??= setImmediate(() => {
        this.#look();
      });
  }

  /** Takes what has come of lines that are not complete. */
  end(): void {
    this.#look(true);
    this[Symbol.dispose]();
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    clearImmediate(this.#next);
  }

  #look(isEnd = false): void {
    if (this.#isOver) return;
    clearImmediate(this.#next);
    const waiting = this.#waiting;
    [this.#waiting, this.#length, this.#next] = [[], 0, undefined];
    const isDone = inTime(this.#patience, () => {
      for (const { text, stream } of waiting) this.#matcher.add(text, stream);
      if (isEnd) this.#matcher.end();
    });
    for (const tell of this.#found.splice(0)) tell();
    if (isDone) return;
    this[Symbol.dispose]();
    this.#events.onGivenUp(
      l10n.t(
        'A regular expression of "problemMatcher" takes too long for the output: no more problems are looked for. Write one without nested repetitions.',
      ),
    );
  }
}

/** Whether it is done before the time is up: V8 looks at the clock within a regular expression too, in a script of vm's. */
function inTime(timeout: number, work: () => void): boolean {
  try {
    script.runInContext(createContext({ work }), { timeout });
    return true;
  } catch (error) {
    // It is an error of the other context.
    const code: unknown =
      typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
    if (code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return false;
    throw error;
  }
}

const script = new Script('work()');
