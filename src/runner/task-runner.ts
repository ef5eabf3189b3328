import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';

import type { ContainerTask, Progress } from '../core/container-task.ts';
import type { RunResult, RunStatus } from '../core/run-result.ts';
import { StatSeries } from '../core/stat-series.ts';
import type { Stat } from '../core/stats.ts';
import type { Driver } from '../driver/driver.ts';
import { runTask } from './run-task.ts';

/** A task that is ready to run: a {@link ContainerTask} without what belongs to the single run. */
export type TaskSpec = Omit<ContainerTask, 'id' | 'logger' | 'writeStat' | 'writeProgress'>;

/** One run of a task, as it stands. */
export interface Run {
  /** Unique on the engine: `[a-z0-9-]+`. */
  readonly id: string;
  /** Tells the task from all others, run after run. */
  readonly key: string;
  readonly spec: TaskSpec;
  readonly status: RunStatus;
  readonly progress: Progress;
  /** Whether it was asked to stop. */
  readonly stopping: boolean;
  readonly stats: StatSeries;
  /** Epoch ms. */
  readonly startedAt: number;
  /** Epoch ms; undefined while it runs. */
  readonly endedAt: number | undefined;
  /** Undefined while it runs. */
  readonly result: RunResult | undefined;
  /** Resolves when it has ended and its container is gone; never rejects. */
  readonly ended: Promise<RunResult>;
}

/** What has changed of a run. */
export type RunChange = 'started' | 'progress' | 'stats' | 'ended';

/** Called with each change of each run. */
export type RunListener = (run: Run, change: RunChange) => void;

/** The one place that knows what is running. */
export class TaskRunner implements AsyncDisposable {
  readonly #driver: () => Promise<Driver>;
  readonly #running = new Map<string, ActiveRun>();
  readonly #latest = new Map<string, Run>();
  readonly #events = new EventEmitter<{ change: Parameters<RunListener> }>();

  /** @param driver gives the driver for the next run; called when a run starts, so that it may be loaded late. */
  constructor(driver: () => Promise<Driver>) {
    this.#driver = driver;
  }

  /** What runs now, oldest first. */
  get running(): readonly Run[] {
    return [...this.#running.values()];
  }

  /** The last run of each task, newest first. */
  get latest(): readonly Run[] {
    return [...this.#latest.values()].reverse();
  }

  /** Calls the listener on every change until the result is disposed. */
  onDidChange(listener: RunListener): { dispose(): void } {
    this.#events.on('change', listener);
    return { dispose: () => this.#events.off('change', listener) };
  }

  /**
   * Starts a task. Its output goes to the logger, its end to `ended` and the listeners.
   *
   * @param key tells the task from all others, run after run
   */
  start(key: string, spec: TaskSpec, logger: ContainerTask['logger']): Run {
    const run = new ActiveRun(key, spec, (change) => this.#events.emit('change', run, change));
    this.#running.set(run.id, run);
    this.#latest.delete(key); // A map is in order of first insertion.
    this.#latest.set(key, run);
    run.start(this.#driver, logger, () => this.#running.delete(run.id));
    return run;
  }

  /** Asks a run to stop; asked again, removes its container at once. Nothing happens where none runs under this id. */
  cancel(id: string): void {
    this.#running.get(id)?.cancel();
  }

  /** Removes every container at once; resolves when they are gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    const runs = [...this.#running.values()];
    for (const run of runs) run.kill();
    await Promise.all(runs.map(({ ended }) => ended));
    this.#events.removeAllListeners();
  }
}

class ActiveRun implements Run {
  readonly id: string;
  readonly key: string;
  readonly spec: TaskSpec;
  readonly stats = new StatSeries();
  readonly startedAt = Date.now();
  readonly ended: Promise<RunResult>;
  readonly #resolveEnded: (result: RunResult) => void;
  readonly #fire: (change: RunChange) => void;
  readonly #cancel = new AbortController();
  readonly #kill = new AbortController();
  #progress: Progress = { phase: 'creating' };
  #result: RunResult | undefined;
  #endedAt: number | undefined;

  constructor(key: string, spec: TaskSpec, fire: (change: RunChange) => void) {
    this.id = runId(spec.label);
    this.key = key;
    this.spec = spec;
    this.#fire = fire;
    const { promise, resolve } = Promise.withResolvers<RunResult>();
    this.ended = promise;
    this.#resolveEnded = resolve;
  }

  get status(): RunStatus {
    return this.#result?.status ?? 'running';
  }

  get progress(): Progress {
    return this.#progress;
  }

  get stopping(): boolean {
    return this.#cancel.signal.aborted;
  }

  get result(): RunResult | undefined {
    return this.#result;
  }

  get endedAt(): number | undefined {
    return this.#endedAt;
  }

  cancel(): void {
    if (this.stopping) {
      this.kill();
    } else {
      this.#cancel.abort();
      this.#fire('progress');
    }
  }

  kill(): void {
    this.#cancel.abort();
    this.#kill.abort();
  }

  start(driver: () => Promise<Driver>, logger: ContainerTask['logger'], onEnd: () => void): void {
    const task: ContainerTask = {
      ...this.spec,
      id: this.id,
      logger,
      writeStat: (stat: Stat) => {
        this.stats.add(stat);
        this.#fire('stats');
      },
      writeProgress: (progress) => {
        this.#progress = progress;
        this.#fire('progress');
      },
    };
    this.#fire('started');
    // It never rejects: whatever goes wrong is its result.
    void runTask(driver, task, { cancel: this.#cancel.signal, kill: this.#kill.signal }).then((result) => {
      this.#result = result;
      this.#endedAt = Date.now();
      onEnd();
      this.#fire('ended');
      this.#resolveEnded(result);
    });
  }
}

/** The label's letters and digits, so that `docker ps` tells what runs, and chance. */
function runId(label: string): string {
  const words = label
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 30);
  return [words, randomUUID().slice(0, 8)].filter(Boolean).join('-');
}
