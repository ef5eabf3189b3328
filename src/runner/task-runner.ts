import { EventEmitter } from 'node:events';

import type { ContainerTask, Progress, TerminalSize } from '../core/container-task.ts';
import type { RunEvent } from '../core/run-event.ts';
import type { RunResult, RunStatus } from '../core/run-result.ts';
import type { StatSeries } from '../core/stat-series.ts';
import type { Cookie, Driver, Recovered, ResumePoint, Shell, TaskHandle } from '../driver/driver.ts';
import { ActiveRun } from './active-run.ts';
import { recordedSpec } from './run-record.ts';
import type { PlanOfRun } from './history/history.ts';
import type { RunRecord } from './run-record.ts';
import type { RunSignals } from './run-task.ts';

/** A task that is ready to run: a {@link ContainerTask} without what belongs to the single run. */
export type TaskSpec = Omit<ContainerTask, 'id' | 'logger' | 'writeStat' | 'writeProgress'>;

/** One run of a task, as it stands. */
export interface Run {
  /** Unique on the engine: `[a-z0-9-]+`. */
  readonly id: string;
  /** Tells the task from all others, run after run. */
  readonly key: string;
  /** What a person started, and this is a part of: itself, where nothing is known of that. */
  readonly plan: PlanOfRun;
  readonly spec: TaskSpec;
  readonly status: RunStatus;
  readonly progress: Progress;
  /** The engine's id of the image that its container was created from; undefined before, and of a run that was gone on with. */
  readonly imageId: string | undefined;
  /** Whether it was asked to stop. */
  readonly stopping: boolean;
  /** What has happened to it so far, in order of time. */
  readonly events: readonly RunEvent[];
  readonly stats: StatSeries;
  /** Epoch ms. */
  readonly startedAt: number;
  /** Epoch ms; undefined while it runs. */
  readonly endedAt: number | undefined;
  /** Undefined while it runs. */
  readonly result: RunResult | undefined;
  /** Resolves when it has ended and its container is gone; never rejects. A run that was left does not end here. */
  readonly ended: Promise<RunResult>;
  /**
   * Opens a shell in its container, which ends with it.
   *
   * @throws {DriverError} its container does not run, or has no shell; the signal's reason when it is aborted.
   */
  openShell(size: TerminalSize, signal: AbortSignal): Promise<Shell>;
  /** Gives its terminal another size, now or when its container runs; nothing happens where it has none. */
  resize(size: TerminalSize): void;
}

/** What has changed of a run. */
export type RunChange = 'started' | 'progress' | 'stats' | 'ended';

/** Called with each change of each run. */
export type RunListener = (run: Run, change: RunChange) => void;

/** Has a driver make what a run needs before its container runs. Throws as {@link Driver.prepare} does. */
export type Prepare = (
  driver: Driver,
  task: ContainerTask,
  signals: Pick<RunSignals, 'cancel' | 'kill'>,
) => Promise<Cookie>;

/** How a run is begun. */
export interface StartOptions {
  /** Is told when its container runs, if another process could take it over. */
  readonly onRunning?: ((handle: TaskHandle) => void) | undefined;
  /** Where more is needed than the driver makes for a task by itself. */
  readonly prepare?: Prepare | undefined;
  /** What a person started; absent: this run alone. */
  readonly plan?: PlanOfRun | undefined;
}

/** The one place that knows what is running. */
export class TaskRunner implements AsyncDisposable {
  readonly #driver: () => Promise<Driver>;
  readonly #running = new Map<string, ActiveRun>();
  readonly #latest = new Map<string, Run>();
  readonly #events = new EventEmitter<{ change: Parameters<RunListener> }>();

  /** @param driver gives the driver for the next run; called when a run starts, so that it may be loaded late. */
  constructor(driver: () => Promise<Driver>) {
    this.#driver = driver;
    this.#events.setMaxListeners(0); // Each job that runs listens.
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
  start(
    key: string,
    spec: TaskSpec,
    logger: ContainerTask['logger'],
    { onRunning = () => undefined, prepare = asItIs, plan }: StartOptions = {},
  ): Run {
    const fire = (change: RunChange): unknown => this.#events.emit('change', run, change);
    const run = new ActiveRun(key, spec, fire, { plan });
    return this.#begin(run, logger, onRunning, async (task, signals) =>
      prepare(await this.#driver(), task, signals),
    );
  }

  /** Goes on with a run that another process has begun, as {@link start} does; its output from where its log ends. */
  resume(
    record: RunRecord,
    container: Recovered,
    from: ResumePoint,
    logger: ContainerTask['logger'],
    onRunning: (handle: TaskHandle) => void,
  ): Run {
    const fire = (change: RunChange): unknown => this.#events.emit('change', run, change);
    const run = new ActiveRun(record.key, recordedSpec(record), fire, {
      id: record.handle.runId,
      startedAt: record.startedAt,
      plan: record.plan,
    });
    return this.#begin(run, logger, onRunning, (task) => Promise.resolve(container.resume(task, from)));
  }

  /** Asks a run to stop; asked again, removes its container at once. Nothing happens where none runs under this id. */
  cancel(id: string): void {
    this.#running.get(id)?.cancel();
  }

  /**
   * Leaves every container that another process can take over, and resolves with those; they go on. What is left to be
   * ended is disposed of.
   *
   * @param may says whether a run makes sense without this process
   */
  async leave(may: (run: Run) => boolean = () => true): Promise<readonly TaskHandle[]> {
    const leaving = [...this.#running.values()].filter(may);
    const left = await Promise.all(leaving.map((run) => run.leave()));
    return left.filter((handle) => handle !== undefined);
  }

  /** Removes every container at once; resolves when they are gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    const runs = [...this.#running.values()];
    for (const run of runs) run.kill();
    await Promise.all(runs.map(({ ended }) => ended));
    this.#events.removeAllListeners();
  }

  #begin(
    run: ActiveRun,
    logger: ContainerTask['logger'],
    onRunning: (handle: TaskHandle) => void,
    prepare: Parameters<ActiveRun['start']>[0],
  ): Run {
    this.#running.set(run.id, run);
    this.#latest.delete(run.key); // A map is in order of first insertion.
    this.#latest.set(run.key, run);
    run.start(prepare, logger, onRunning, () => this.#running.delete(run.id));
    return run;
  }
}

const asItIs: Prepare = (driver, task, { cancel }) => driver.prepare(task, cancel);
