import { EventEmitter } from 'node:events';

import type { PlanRun } from './run-plan.ts';
import type { NotStarted, PlanContext, PlanRequest } from './start-plan.ts';
import type { Run } from './task-runner.ts';

/** A task that runs with all that it depends on. */
export interface ActivePlan {
  /** Of its task: tells it from all others, run after run. */
  readonly key: string;
  readonly label: string;
  /** Epoch ms. */
  readonly startedAt: number;
  readonly run: PlanRun;
  /** The runs of its jobs so far. */
  readonly runs: readonly Run[];
}

/** The one place that knows which plans run. */
export class PlanRuns {
  readonly #active = new Set<ActivePlan>();
  readonly #events = new EventEmitter<{ change: [] }>();

  /** What runs now, oldest first. */
  get active(): readonly ActivePlan[] {
    return [...this.#active];
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
    context: Omit<PlanContext, 'onRun'>,
  ): Promise<ActivePlan | NotStarted> {
    const runs: Run[] = [];
    const { startPlan } = await import('./tasks.ts');
    const run = await startPlan(request, { ...context, onRun: (each) => runs.push(each) });
    if ('kind' in run) return run;
    const active: ActivePlan = { key, label: request.label, startedAt: Date.now(), run, runs };
    this.#active.add(active);
    this.#events.emit('change');
    const subscription = run.onDidChange(() => this.#events.emit('change'));
    void run.ended.then(() => {
      subscription.dispose();
      this.#active.delete(active);
      this.#events.emit('change');
    });
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
}
