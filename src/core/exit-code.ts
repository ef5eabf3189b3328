import type { Outcome } from './plan/outcome.ts';
import type { RunResult } from './run-result.ts';

/**
 * The exit code of a program that ran a job with all that it needs: the container's; what timeout(1) and shells use where it
 * was ended early; of a job that was skipped, that of the first which failed.
 *
 * @param outcomes of all jobs, what a job needs before it
 */
export function exitCodeOf(outcome: Outcome, outcomes: Iterable<Outcome> = []): number {
  switch (outcome.kind) {
    case 'upToDate':
    case 'stopped':
      return 0;
    case 'ran':
      return codeOf(outcome.result);
    case 'skipped': {
      const failed = [...outcomes].flatMap((each) => (each.kind === 'ran' ? codeOf(each.result) : []));
      return failed.find((code) => code !== 0) ?? couldNotRun;
    }
  }
}

function codeOf({ status, exitCode }: RunResult): number {
  switch (status) {
    case 'timeout':
      return 124;
    case 'cancelled':
      return 130;
    case 'success':
    case 'error':
    case 'killed':
      return exitCode ?? couldNotRun;
  }
}

/** What a program exits with that could not run its job, as `docker run` does. */
export const couldNotRun = 125;
