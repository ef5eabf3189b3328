import { randomUUID } from 'node:crypto';

import type { ContainerTask, Progress, TerminalSize } from '../core/container-task.ts';
import { eventsOfEnd } from '../core/run-event.ts';
import type { RunEvent } from '../core/run-event.ts';
import type { RunResult, RunStatus } from '../core/run-result.ts';
import { StatSeries } from '../core/stat-series.ts';
import type { Stat } from '../core/stats.ts';
import { notRunning } from '../driver/driver.ts';
import type { Cookie, Shell, TaskHandle, WaitResult } from '../driver/driver.ts';
import type { PlanOfRun } from './history/history.ts';
import { maskRun } from './mask-run.ts';
import type { RunMask } from './mask-run.ts';
import { runTask } from './run-task.ts';
import type { RunSignals } from './run-task.ts';
import type { Run, RunChange, TaskSpec } from './task-runner.ts';

/** A run as the runner has it. */
export class ActiveRun implements Run {
  readonly id: string;
  readonly key: string;
  readonly plan: PlanOfRun;
  readonly spec: TaskSpec;
  readonly stats = new StatSeries();
  readonly startedAt: number;
  readonly ended: Promise<RunResult>;
  readonly #isResumed: boolean;
  readonly #resolveEnded: (result: RunResult) => void;
  readonly #fire: (change: RunChange) => void;
  readonly #cancel = new AbortController();
  readonly #kill = new AbortController();
  readonly #leave = new AbortController();
  /** Resolves when this process has no more part in it. */
  readonly #over = Promise.withResolvers<undefined>();
  #handle: TaskHandle | undefined;
  #imageId: string | undefined;
  #running: WaitResult | undefined;
  readonly #shells = new Set<Shell>();
  /** That it was given last. */
  #size: TerminalSize | undefined;
  #progress: Progress = { phase: 'creating' };
  #events: readonly RunEvent[] = [];
  #result: RunResult | undefined;
  #endedAt: number | undefined;

  /** @param known `id` and `startedAt` of a run that another process has begun */
  constructor(
    key: string,
    spec: TaskSpec,
    fire: (change: RunChange) => void,
    known: {
      readonly id?: string;
      readonly startedAt?: number;
      readonly plan?: PlanOfRun | undefined;
    } = {},
  ) {
    this.id = known.id ?? runId(spec.label);
    this.#isResumed = known.id !== undefined;
    this.startedAt = known.startedAt ?? Date.now();
    this.key = key;
    this.plan = known.plan ?? { id: this.id, key, label: spec.label };
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

  get events(): readonly RunEvent[] {
    return this.#events;
  }

  get imageId(): string | undefined {
    return this.#imageId;
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
      this.#askToStop();
      this.#fire('progress');
    }
  }

  resize(size: TerminalSize): void {
    this.#size = size;
    // It never rejects.
    void this.#running?.resize(size);
  }

  async openShell(size: TerminalSize, signal: AbortSignal): Promise<Shell> {
    if (!this.#running || this.#result) throw notRunning();
    const shell = await this.#running.openShell(size, signal);
    this.#shells.add(shell);
    return shell;
  }

  kill(): void {
    if (!this.stopping) this.#askToStop();
    this.#kill.abort();
  }

  /** Leaves its container to another process, and resolves with it; undefined where that cannot take it over. */
  async leave(): Promise<TaskHandle | undefined> {
    const handle = this.#handle;
    if (!handle || this.stopping) return undefined;
    // The container goes on, and nobody could type into them any more.
    await Promise.all([...this.#shells].map((shell) => shell[Symbol.asyncDispose]()));
    this.#leave.abort();
    await this.#over.promise;
    // It may have ended at the same time.
    return this.#result ? undefined : handle;
  }

  start(
    prepare: (task: ContainerTask, signals: Pick<RunSignals, 'cancel' | 'kill'>) => Promise<Cookie>,
    logger: ContainerTask['logger'],
    onRunning: (handle: TaskHandle) => void,
    onOver: () => void,
  ): void {
    const mask = maskRun(this.spec.secrets, logger);
    const task = this.#task(mask);
    this.#fire('started');
    const signals = { cancel: this.#cancel.signal, kill: this.#kill.signal, leave: this.#leave.signal };
    const run = runTask(
      async () => {
        const cookie = await prepare(task, signals);
        this.#imageId = cookie.imageId;
        return cookie;
      },
      task,
      signals,
      (running, handle) => {
        this.#running = running;
        this.#begun();
        if (this.#size) void running.resize(this.#size);
        // Whoever took it over would not know its secrets.
        if (!handle || this.spec.secrets.length > 0) return;
        this.#handle = handle;
        onRunning(handle);
      },
    );
    // It never rejects: whatever goes wrong is its result.
    void run.then(async (result) => {
      await mask.end();
      onOver();
      if (result) this.#end(mask.result(result));
      this.#over.resolve(undefined);
    });
  }

  #askToStop(): void {
    this.#events = [...this.#events, { kind: 'cancel', at: Date.now() }];
    this.#cancel.abort();
  }

  /** Of a run that another process has begun nobody knows here when its container did. */
  #begun(): void {
    if (this.#isResumed) return;
    this.#events = [...this.#events, { kind: 'running', at: Date.now() }];
    this.#fire('progress');
  }

  #end(result: RunResult): void {
    this.#result = result;
    this.#endedAt = Date.now();
    this.#events = eventsOfEnd(this.#events, result, this.spec.timeout, this.#endedAt);
    this.#fire('ended');
    this.#resolveEnded(result);
  }

  #task(mask: RunMask): ContainerTask {
    return {
      ...this.spec,
      id: this.id,
      logger: mask.logger,
      writeStat: (stat: Stat) => {
        this.stats.add(stat);
        this.#fire('stats');
      },
      writeProgress: (progress) => {
        this.#progress = mask.progress(progress);
        this.#fire('progress');
      },
    };
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
