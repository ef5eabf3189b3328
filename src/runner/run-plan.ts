import { EventEmitter } from 'node:events';

import type { JobState } from '../core/plan/job-state.ts';
import type { Job } from '../core/plan/job.ts';
import type { Action, ScheduleEvent } from '../core/plan/node.ts';
import type { Outcome } from '../core/plan/outcome.ts';
import type { Plan } from '../core/plan/plan.ts';
import { Schedule } from '../core/plan/schedule.ts';
import { JobRun } from './job-run.ts';
import type { RunJob } from './job-run.ts';

/** How the jobs of a plan are run. */
export interface PlanOptions {
  /** How many are at work at once, at least 1; background jobs that are ready do not count. */
  readonly limit: number;
  readonly runJob: RunJob;
}

/** Called with each change of each job; must not throw. */
export type JobListener = (job: Job, state: JobState) => void;

/** How a plan ended. */
export interface PlanResult {
  /** That of the job that was asked for. */
  readonly outcome: Outcome;
  /** How each job ended, by its id, in the order of the plan. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
  /** How long it took. */
  readonly milliseconds: number;
}

/** Starts what nothing holds back, and goes on until every job has ended. */
export function runPlan(plan: Plan, options: PlanOptions): PlanRun {
  return new PlanRun(plan, options);
}

/** One run of a plan. */
export class PlanRun implements AsyncDisposable {
  readonly plan: Plan;
  /** Resolves when every job has ended; never rejects. */
  readonly ended: Promise<PlanResult>;
  readonly #runJob: RunJob;
  readonly #schedule: Schedule;
  readonly #jobs: ReadonlyMap<string, JobRun>;
  /** What has happened. A listener may let more happen while it is worked off. */
  readonly #events: ScheduleEvent[] = [];
  readonly #changes = new EventEmitter<{ change: Parameters<JobListener> }>();
  readonly #startedAt = Date.now();
  readonly #resolveEnded: (result: PlanResult) => void;
  #stopping: 'no' | 'asked' | 'at once' = 'no';

  constructor(plan: Plan, { limit, runJob }: PlanOptions) {
    this.plan = plan;
    this.#runJob = runJob;
    const nodes = plan.jobs.map(({ node }) => node);
    this.#schedule = new Schedule(nodes, plan.root, limit);
    const fire = (job: Job, state: JobState): unknown => this.#changes.emit('change', job, state);
    this.#jobs = new Map(plan.jobs.map((each) => [each.job.id, new JobRun(each, fire)]));
    const { promise, resolve } = Promise.withResolvers<PlanResult>();
    this.ended = promise;
    this.#resolveEnded = resolve;
    this.#happen({ type: 'begin' });
  }

  /** Whether it was asked to stop. */
  get stopping(): boolean {
    return this.#stopping !== 'no';
  }

  /** How each job stands, by its id, in the order of the plan. */
  get states(): ReadonlyMap<string, JobState> {
    return new Map([...this.#jobs].map(([id, { state }]) => [id, state]));
  }

  /** Calls the listener on every change until the result is disposed. */
  onDidChange(listener: JobListener): { dispose(): void } {
    this.#changes.on('change', listener);
    return { dispose: () => this.#changes.off('change', listener) };
  }

  /** Asks what runs to stop, and starts nothing more; asked again, ends what runs at once. */
  cancel(): void {
    if (this.stopping) this.kill();
    else this.#stop('asked');
  }

  /** Ends what runs at once, and starts nothing more. */
  kill(): void {
    this.#stop('at once');
    for (const run of this.#jobs.values()) run.kill();
  }

  /** Ends what runs at once; resolves when every job has ended. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.kill();
    await this.ended;
  }

  #stop(how: 'asked' | 'at once'): void {
    if (this.#schedule.isOver) return;
    this.#stopping = how;
    this.#happen({ type: 'cancel' });
  }

  #happen(event: ScheduleEvent): void {
    this.#events.push(event);
    if (this.#events.length > 1) return;
    for (const each of this.#events) for (const action of this.#schedule.handle(each)) this.#act(action);
    this.#events.length = 0;
    if (this.#schedule.isOver) this.#finish();
  }

  #act(action: Action): void {
    const run = this.#jobs.get(action.id);
    if (!run) return;
    switch (action.type) {
      case 'start':
        void this.#start(run, action.attempt); // It never rejects: whatever goes wrong is its outcome.
        break;
      case 'cancel':
        run.cancel();
        if (this.#stopping === 'at once') run.kill();
        break;
      case 'wait':
        run.wait(action.milliseconds, action.attempt, () => {
          this.#happen({ type: 'again', id: action.id });
        });
        break;
      case 'end':
        run.end(action.outcome);
    }
  }

  async #start(run: JobRun, attempt: number): Promise<void> {
    const { id } = run.job;
    const outcome = await run.run(this.#runJob, attempt, () => {
      this.#happen({ type: 'ready', id });
    });
    this.#happen({ type: 'ended', id, outcome });
  }

  #finish(): void {
    const ended = [...this.#jobs].flatMap(([id, { state }]) =>
      state.kind === 'ended' ? [[id, state.outcome] as const] : [],
    );
    const outcomes = new Map(ended);
    const outcome = outcomes.get(this.plan.root);
    if (outcome) this.#resolveEnded({ outcome, outcomes, milliseconds: Date.now() - this.#startedAt });
  }
}
