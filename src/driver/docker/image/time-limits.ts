import { longestTimer } from '../engine/longest-timer.ts';

/** In ms; 0: none. */
export interface Limits {
  /** For the whole. */
  readonly total: number;
  /** Without a sign of life. */
  readonly idle: number;
}

/** Ends what takes too long, or has been without a sign of life for too long. Disposing stops the clocks. */
export class TimeLimits implements Disposable {
  /** Aborted when a limit is exceeded, and when the signal of the caller is. */
  readonly signal: AbortSignal;
  readonly #timers: readonly NodeJS.Timeout[];
  readonly #idle: NodeJS.Timeout | undefined;
  #exceeded: keyof Limits | undefined;

  constructor({ total, idle }: Limits, signal: AbortSignal) {
    const abort = new AbortController();
    const exceed = (limit: keyof Limits): void => {
      this.#exceeded ??= limit;
      abort.abort();
    };
    this.signal = AbortSignal.any([signal, abort.signal]);
    this.#idle = timer(idle, () => {
      exceed('idle');
    });
    const whole = timer(total, () => {
      exceed('total');
    });
    this.#timers = [this.#idle, whole].filter((each) => each !== undefined);
  }

  /** The limit that was exceeded; undefined: none. */
  get exceeded(): keyof Limits | undefined {
    return this.#exceeded;
  }

  /** There was a sign of life. */
  renew(): void {
    this.#idle?.refresh();
  }

  [Symbol.dispose](): void {
    for (const each of this.#timers) clearTimeout(each);
  }
}

function timer(milliseconds: number, onEnd: () => void): NodeJS.Timeout | undefined {
  return milliseconds > 0 ? setTimeout(onEnd, Math.min(milliseconds, longestTimer)) : undefined;
}
