import type { Samples } from '../../core/protocol.ts';
import type { RunEvent } from '../../core/run-event.ts';
import type { RunResult } from '../../core/run-result.ts';
import type { TaskSpec } from '../task-runner.ts';

/** What is kept of a run that has ended. Nothing in it is secret. */
export interface PastRun {
  /** As it was while it ran: unique on the engine. */
  readonly id: string;
  /** Tells the task from all others, run after run. */
  readonly key: string;
  readonly spec: Pick<TaskSpec, 'label' | 'image' | 'build' | 'cpus' | 'memory' | 'pids' | 'timeout'>;
  /** What a person started, and this was a part of; all runs of it have the same. */
  readonly plan: PlanOfRun;
  /** Epoch ms. */
  readonly startedAt: number;
  /** Epoch ms. */
  readonly endedAt: number;
  /** What has happened to it, in order of time; absent where nobody has kept it. */
  readonly events?: readonly RunEvent[];
  readonly result: RunResult;
  /** The file that has the whole output; it may have been removed by hand. */
  readonly logPath: string;
}

/** A task that was started with all that it depends on, as its runs know it. */
export interface PlanOfRun {
  /** Tells it from each other start of the same task. */
  readonly id: string;
  /** Of the task that was asked for. */
  readonly key: string;
  readonly label: string;
}

/** The runs of a workspace that have ended; they outlive the window, and all windows of the workspace share them. */
export interface History {
  /** Newest first, as far as they are known to this window: none until they are read, which the first look begins. */
  readonly runs: readonly PastRun[];
  /** Resolves with `runs` when they have been read. Never rejects. */
  read(): Promise<readonly PastRun[]>;
  /** Calls the listener when `runs` has changed, by whichever window, until the result is disposed. */
  onDidChange(listener: () => void): { dispose(): void };
  /** The statistics of a run; empty ones where none were taken or what was kept cannot be read any more. */
  samples(run: PastRun): Promise<Samples>;
  /** Removes runs with their logs. */
  remove(runs: readonly PastRun[]): Promise<void>;
}
