import type { ActivePlan, PlanRuns } from '../../runner/plan-runs.ts';
import type { Run, TaskRunner } from '../../runner/task-runner.ts';

/** A task that a person has started and may cancel: with all that it depends on, or what a reloaded window goes on with. */
export interface ActiveTask {
  /** Tells it from each other start of the same task. */
  readonly id: string;
  /** Of the task: tells it from all others, run after run. */
  readonly key: string;
  readonly label: string;
  /** Epoch ms. */
  readonly startedAt: number;
  readonly isStopping: boolean;
  /** What runs of it now, in the order of the plan. */
  readonly running: readonly Run[];
  /** Its runs so far. */
  readonly runs: readonly Run[];
  /** Resolves when nothing of it runs any more. Never rejects. */
  readonly ended: Promise<unknown>;
  /** Asks it to stop; asked again, ends it at once. */
  cancel(): void;
}

/** What runs now in this window, oldest first. */
export function activeTasks(plans: PlanRuns, runner: TaskRunner): readonly ActiveTask[] {
  const planned = new Set(plans.active.map(({ id }) => id));
  const alone = runner.running.filter(({ plan }) => !planned.has(plan.id));
  const active = [...plans.active.map(fromPlan), ...alone.map((run) => fromRun(run, runner))];
  return active.sort((a, b) => a.startedAt - b.startedAt);
}

function fromPlan({ id, key, label, startedAt, run, runs }: ActivePlan): ActiveTask {
  return {
    ...{ id, key, label, startedAt, runs },
    isStopping: run.stopping,
    running: run.plan.jobs.flatMap(({ job }) =>
      runs.filter(({ spec, result }) => spec.label === job.id && result === undefined),
    ),
    ended: run.ended,
    cancel: () => {
      run.cancel();
    },
  };
}

function fromRun(run: Run, runner: TaskRunner): ActiveTask {
  const { id, plan, startedAt, stopping, ended } = run;
  return {
    ...{ ...plan, startedAt, isStopping: stopping, running: [run], runs: [run], ended },
    cancel: () => {
      runner.cancel(id);
    },
  };
}

/** Cancels what a run belongs to; asked again, ends it at once. */
export function cancelRun(id: string, plans: PlanRuns, runner: TaskRunner): void {
  const plan = plans.planOf(id);
  if (plan) plan.run.cancel();
  else runner.cancel(id);
}
