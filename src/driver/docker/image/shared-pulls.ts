import type { Progress } from '../../../core/container-task.ts';
import { unlessAborted } from '../engine/within.ts';

/** Starts a pull, which the signal ends. */
export type StartPull = (onProgress: (progress: Progress) => void, signal: AbortSignal) => Promise<void>;

/** The pulls that go on: one for each key, shared by all who wait for it. */
export class SharedPulls {
  readonly #pulls = new Map<string, SharedPull>();

  /**
   * Waits for the pull of this key, which is started where none goes on. Every waiter is told its progress, one that
   * joins later the latest of it first. The pull is aborted when the last waiter has left.
   *
   * @throws what the pull throws; the signal's reason when it is aborted.
   */
  async join(
    key: string,
    start: StartPull,
    onProgress: (progress: Progress) => void,
    signal: AbortSignal,
  ): Promise<void> {
    signal.throwIfAborted();
    const pull = this.#pulls.get(key) ?? this.#start(key, start);
    const waiter: Waiter = { onProgress };
    pull.waiters.add(waiter);
    if (pull.latest) onProgress(pull.latest);
    try {
      await unlessAborted(pull.done, signal);
    } finally {
      pull.waiters.delete(waiter);
      if (pull.waiters.size === 0) this.#end(key, pull);
    }
  }

  #start(key: string, start: StartPull): SharedPull {
    const abort = new AbortController();
    const pull: SharedPull = { waiters: new Set(), abort, done: Promise.resolve(), latest: undefined };
    this.#pulls.set(key, pull);
    const tell = (progress: Progress): void => {
      pull.latest = progress;
      for (const { onProgress } of pull.waiters) onProgress(progress);
    };
    pull.done = start(tell, abort.signal).finally(() => {
      this.#forget(key, pull);
    });
    pull.done.catch(() => undefined); // Nobody may wait any more.
    return pull;
  }

  /** Whoever asks from now on gets a pull of its own. */
  #end(key: string, pull: SharedPull): void {
    this.#forget(key, pull);
    pull.abort.abort();
  }

  #forget(key: string, pull: SharedPull): void {
    if (this.#pulls.get(key) === pull) this.#pulls.delete(key);
  }
}

interface SharedPull {
  readonly waiters: Set<Waiter>;
  readonly abort: AbortController;
  done: Promise<void>;
  latest: Progress | undefined;
}

interface Waiter {
  readonly onProgress: (progress: Progress) => void;
}
