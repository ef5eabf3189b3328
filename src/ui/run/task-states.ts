import type * as vscode from 'vscode';

import type { Status } from '../../core/run-result.ts';
import { lastEnds } from '../../runner/history/last-ends.ts';
import type { LastEnd } from '../../runner/history/last-ends.ts';
import type { History } from '../../runner/history/history.ts';
import type { ActivePlan, PlanRuns } from '../../runner/plan-runs.ts';
import type { TaskRunner } from '../../runner/task-runner.ts';
import { activeTasks } from './active-tasks.ts';
import type { ActiveTask } from './active-tasks.ts';

/** What a person wants to know of a task at a glance. */
export type TaskState =
  /** It has never run, or nothing is kept of it. */
  | { readonly kind: 'idle' }
  /** Of what runs only because another needs it, `active` is the other. */
  | { readonly kind: 'running'; readonly active: ActiveTask }
  /**
   * How it ended last. Of what a person started it is the status of the whole: what was up to date counts as a success, and
   * a task that never began because of another is as bad as that one; so is a task that only depends on others, or has a
   * matrix.
   */
  | {
      readonly kind: 'ended';
      readonly status: Status;
      /** Epoch ms. */
      readonly endedAt: number;
      readonly milliseconds: number;
    };

/** How each task of the workspace stands: by what runs in this window, and what is known of all windows' runs. */
export class TaskStates implements vscode.Disposable {
  readonly #plans: PlanRuns;
  readonly #runner: TaskRunner;
  readonly #history: History;
  readonly #listeners = new Set<() => void>();
  readonly #subscriptions: readonly { dispose(): void }[];
  /** By key; undefined: to be found anew. */
  #working: ReadonlyMap<string, ActiveTask> | undefined;
  #ends: ReadonlyMap<string, LastEnd> | undefined;

  constructor(plans: PlanRuns, runner: TaskRunner, history: History) {
    this.#plans = plans;
    this.#runner = runner;
    this.#history = history;
    this.#subscriptions = [
      plans.onDidChange(() => {
        this.#working = undefined;
        this.#fire();
      }),
      runner.onDidChange((_run, change) => {
        if (change === 'stats') return;
        this.#working = undefined; // An active task is as it was when it was asked for.
        if (change !== 'progress') this.#fire();
      }),
      history.onDidChange(() => {
        this.#ends = undefined;
        this.#fire();
      }),
    ];
  }

  /** @param key of the task, as `taskKey` makes it */
  of(key: string): TaskState {
    const active = (this.#working ??= this.#findWorking()).get(key);
    if (active) return { kind: 'running', active };
    const here = this.#plans.lastOf(key);
    const kept = (this.#ends ??= lastEnds(this.#history.runs)).get(key);
    // This window knows better how its own plans ended than their runs tell.
    const last = !here || (kept && kept.endedAt > here.endedAt) ? kept : here;
    if (!last) return { kind: 'idle' };
    const { status, endedAt, milliseconds } = last;
    return { kind: 'ended', status, endedAt, milliseconds };
  }

  /** Calls the listener when the state of a task may have changed, often many times at once, until the result is disposed. */
  onDidChange(listener: () => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#listeners.clear();
  }

  #fire(): void {
    for (const listener of this.#listeners) listener();
  }

  /** What a person started comes before what runs because of it. */
  #findWorking(): ReadonlyMap<string, ActiveTask> {
    const tasks = activeTasks(this.#plans, this.#runner);
    const byId = new Map(tasks.map((task) => [task.id, task]));
    const needed = this.#plans.active.flatMap((plan) => {
      const task = byId.get(plan.id);
      return task ? keysAtWork(plan).map((key) => [key, task] as const) : [];
    });
    const own = tasks.flatMap((task) => task.running.map(({ key }) => [key, task] as const));
    return new Map([...needed, ...own, ...tasks.map((task) => [task.key, task] as const)]);
  }
}

/** Of the jobs that are at work, and of the tasks whose matrix they belong to. */
function keysAtWork({ run, keyOf }: ActivePlan): readonly string[] {
  const { states } = run;
  return run.plan.jobs.flatMap(({ job }) => {
    const kind = states.get(job.id)?.kind;
    return kind === 'running' || kind === 'retrying' ? [keyOf(job), keyOf({ ...job, id: job.label })] : [];
  });
}
