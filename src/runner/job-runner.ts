import { describeOutcome } from '../core/plan/describe.ts';
import type { Outcome } from '../core/plan/outcome.ts';
import { executeJob } from './execute-job.ts';
import type { JobContext } from './job-context.ts';
import type { RunJob } from './job-run.ts';
import { prepareJob } from './prepare-job.ts';
import { settle } from './run-task.ts';

/** Runs jobs: each is made ready, allowed, found not to be up to date, and then runs beside its services. */
export function jobRunner(context: JobContext): RunJob {
  return async (job, _attempt, signals, onReady) => {
    const prepared = await settle(signals.cancel, () => prepareJob(job, context, signals.cancel));
    if ('spec' in prepared)
      return { kind: 'ran', result: await executeJob(job, prepared, context, signals, onReady) };
    const outcome: Outcome = 'kind' in prepared ? prepared : { kind: 'ran', result: prepared };
    context.views.tell(job, describeOutcome(job, outcome, 0));
    return outcome;
  };
}
