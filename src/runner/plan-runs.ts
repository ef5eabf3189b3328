import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';

import type { JobState } from '../core/plan/job-state.ts';
import type { Job } from '../core/plan/job.ts';
import { statusOfPlan } from '../core/plan/worst-status.ts';
import type { Status } from '../core/run-result.ts';
import type { PlanOfRun } from './history/history.ts';
import type { PlanRun } from './run-plan.ts';
import type { NotStarted, PlanContext, PlanRequest } from './start-plan.ts';
import type { Run } from './task-runner.ts';

/** What a person started, and when. */
export interface StartedPlan extends PlanOfRun {
  /** Epoch ms. */
  readonly startedAt: number;
}

/** A task that runs with all that it depends on. */
export interface ActivePlan extends StartedPlan {
  readonly run: PlanRun;
  /** Tells a job of it from all others, run after run; of what a whole matrix is called, as of any job. */
  readonly keyOf: (job: Job) => string;
  /** The runs of its jobs so far. */
  readonly runs: readonly Run[];
}

/** How a task or a job ended last in this window, whether or not something of it ran. */
export interface EndedJob {
  /** Of the plan that it was a part of. */
  readonly plan: string;
  readonly status: Status;
  /** Epoch ms. */
  readonly endedAt: number;
  /** How long it took; of what a person started, with all that it depends on. */
  readonly milliseconds: number;
}

type EndedState = Extract<JobState, { kind: 'ended' }>;

/** The one place that knows which plans run, and how those of this window ended. */
export class PlanRuns {
  readonly #active = new Set<ActivePlan>();
  #last: StartedPlan | undefined;
  readonly #ended = new Map<string, EndedJob>();
  readonly #events = new EventEmitter<{ change: [] }>();

  /** What runs now, oldest first. */
  get active(): readonly ActivePlan[] {
    return [...this.#active];
  }

  /** How the task or job of this key ended last; undefined where it did not in this window, or that was forgotten. */
  lastOf(key: string): EndedJob | undefined {
    return this.#ended.get(key);
  }

  /** What a person started last in this window, whether or not it still runs. */
  get last(): StartedPlan | undefined {
    return this.#last;
  }

  /** Forgets how plans ended. @param plans their ids; absent: all */
  forget(plans?: ReadonlySet<string>): void {
    for (const [key, { plan }] of this.#ended) if (!plans || plans.has(plan)) this.#ended.delete(key);
    this.#events.emit('change');
  }

  /** Calls the listener when a plan starts, a job of one changes, or one ends, until the result is disposed. */
  onDidChange(listener: () => void): { dispose(): void } {
    this.#events.on('change', listener);
    return { dispose: () => this.#events.off('change', listener) };
  }

  /** Starts a plan as {@link startPlan} does. */
  async start(
    key: string,
    request: PlanRequest,
    context: Omit<PlanContext, 'onRun' | 'plan'>,
  ): Promise<ActivePlan | NotStarted> {
    const runs: Run[] = [];
    const { label } = request;
    const { startPlan } = await import('./tasks.ts');
    const plan: PlanOfRun = { id: randomUUID(), key, label };
    const run = await startPlan(request, { ...context, plan, onRun: (each) => runs.push(each) });
    if ('kind' in run) return run;
    const { keyOf } = context;
    const active: ActivePlan = { ...plan, startedAt: Date.now(), run, runs, keyOf };
    this.#follow(active);
    return active;
  }

  /** The plan that a run belongs to; undefined for one that goes on from another process. */
  planOf(id: string): ActivePlan | undefined {
    return this.active.find(({ runs }) => runs.some((run) => run.id === id));
  }

  /** Whether a run may go on without its plan: nothing waits for it, and nothing else belongs to it. */
  mayLeave(id: string): boolean {
    const plan = this.planOf(id);
    if (!plan) return true;
    const jobs = plan.run.plan.jobs.filter(({ node }) => !node.runsNothing);
    return jobs.filter(({ node }) => plan.run.states.get(node.id)?.kind !== 'ended').length === 1;
  }

  #follow(active: ActivePlan): void {
    const { id, key, label, startedAt, run } = active;
    this.#last = { id, key, label, startedAt };
    this.#active.add(active);
    this.#events.emit('change');
    const rememberJob = (job: Job, state: JobState | undefined): void => {
      if (state?.kind === 'ended') this.#rememberJob(active, job, state);
    };
    for (const { job } of run.plan.jobs) rememberJob(job, run.states.get(job.id));
    const subscription = run.onDidChange((job, state) => {
      rememberJob(job, state);
      this.#events.emit('change');
    });
    void run.ended.then(({ outcome, outcomes, milliseconds }) => {
      subscription.dispose();
      this.#active.delete(active);
      const status = statusOfPlan(outcome, outcomes.values());
      this.#ended.set(key, { plan: id, status, endedAt: Date.now(), milliseconds });
      this.#events.emit('change');
    });
  }

  /** At once, as its plan may go on for long. What was skipped has not ended, as it never began. */
  #rememberJob({ id, keyOf }: ActivePlan, job: Job, { outcome, milliseconds }: EndedState): void {
    if (outcome.kind === 'skipped') return;
    const status = statusOfPlan(outcome, [outcome]);
    this.#ended.set(keyOf(job), { plan: id, status, endedAt: Date.now(), milliseconds });
  }
}
