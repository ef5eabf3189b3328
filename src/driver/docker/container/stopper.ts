import { longestTimer } from '../engine/longest-timer.ts';
import type { StopReason } from './to-run-result.ts';

/** Stops a container once, for the first reason there is: its timeout, or a signal. Disposing it ends the watch. */
export class Stopper implements Disposable {
  readonly #signal: AbortSignal;
  readonly #stop: () => Promise<void>;
  readonly #failure = Promise.withResolvers<never>();
  #reason: StopReason | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** @param timeout in ms from now; 0: none */
  constructor(timeout: number, signal: AbortSignal, stop: () => Promise<void>) {
    this.#signal = signal;
    this.#stop = stop;
    this.#failure.promise.catch(() => undefined); // It may reject after the container has ended, when nobody listens.
    if (timeout > 0) this.#stopAfter(timeout);
    if (signal.aborted) this.#cancel();
    else signal.addEventListener('abort', this.#cancel, { once: true });
  }

  /** Why the container was stopped, if it was. */
  get reason(): StopReason | undefined {
    return this.#reason;
  }

  /** Rejects when stopping fails; never resolves. */
  get failed(): Promise<never> {
    return this.#failure.promise;
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#signal.removeEventListener('abort', this.#cancel);
  }

  readonly #cancel = (): void => {
    this.#stopFor('cancelled');
  };

  #stopAfter(timeout: number): void {
    const expire = (): void => {
      if (timeout > longestTimer) this.#stopAfter(timeout - longestTimer);
      else this.#stopFor('timeout');
    };
    this.#timer = setTimeout(expire, Math.min(timeout, longestTimer));
  }

  #stopFor(reason: StopReason): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    this.#stop().catch(this.#failure.reject);
  }
}
