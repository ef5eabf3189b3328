import type { ContainerRun, Outcome, TaskRun } from '../../api.ts';
import { describeImage } from '../../core/report.ts';
import type { ActivePlan } from '../../runner/plan-runs.ts';
import type { Run, TaskRunner } from '../../runner/task-runner.ts';
import { ofResult, toOutcome } from './to-outcome.ts';

/** A run as other programs see it, and what they do not see: what has its secrets. */
export interface ObservedRun {
  readonly told: TaskRun;
  /** The runs of its containers so far. */
  readonly runs: readonly Run[];
}

/** A task that a person or program has started, with all that it depends on. */
export function observePlan({ id, label, startedAt, run, runs }: ActivePlan): ObservedRun {
  const { root } = run.plan;
  return observe(
    { id, label, startedAt, runs },
    run.ended.then(({ outcome }) => toOutcome(outcome)),
    () => {
      const state = run.states.get(root);
      const isReady = state?.kind === 'running' && state.isReady;
      return run.stopping ? 'stopping' : isReady ? 'ready' : 'running';
    },
    () => {
      run.cancel();
    },
  );
}

/** A run that a window goes on with after a reload: what else belonged to it has ended. */
export function observeRun(run: Run, runner: TaskRunner): ObservedRun {
  const { id, spec, startedAt } = run;
  return observe(
    { id, label: spec.label, startedAt, runs: [run] },
    run.ended.then(ofResult),
    () => (run.stopping ? 'stopping' : 'running'),
    () => {
      runner.cancel(id);
    },
  );
}

function observe(
  { runs, ...known }: Pick<TaskRun, 'id' | 'label' | 'startedAt'> & Pick<ObservedRun, 'runs'>,
  ended: Promise<Outcome>,
  state: () => TaskRun['state'],
  cancel: () => void,
): ObservedRun {
  let outcome: Outcome | undefined;
  const told: TaskRun = {
    ...known,
    get state() {
      return outcome ? 'ended' : state();
    },
    get containers() {
      return runs.map(toContainer);
    },
    get outcome() {
      return outcome;
    },
    // Whoever is told of the end finds it here as well.
    ended: ended.then((each) => (outcome = each)),
    cancel,
  };
  return { told: Object.freeze(told), runs };
}

function toContainer(run: Run): ContainerRun {
  const { id, spec, startedAt, endedAt, progress, result } = run;
  return {
    ...{ id, startedAt, endedAt },
    label: spec.label,
    image: describeImage(spec),
    phase: result ? 'ended' : progress.phase,
    outcome: result && ofResult(result),
  };
}
