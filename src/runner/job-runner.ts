import { describeOutcome } from '../core/plan/describe.ts';
import { executeJob } from './execute-job.ts';
import type { JobContext } from './job-context.ts';
import type { RunJob } from './job-run.ts';
import { prepareJob } from './prepare-job.ts';

/** Runs jobs: each is made ready, allowed, found not to be up to date, and then runs beside its services. */
export function jobRunner(context: JobContext): RunJob {
  return async (job, _attempt, signals, onReady) => {
    const prepared = await prepareJob(job, context, signals.cancel);
    if ('spec' in prepared)
      return { kind: 'ran', result: await executeJob(job, prepared, context, signals, onReady) };
    context.views.tell(job, describeOutcome(job, prepared, 0));
    return prepared;
  };
}
