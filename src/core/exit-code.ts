import type { Outcome } from './plan/outcome.ts';
import type { RunResult } from './run-result.ts';

/** The exit code of a program that ran a job: the container's; what timeout(1) and shells use where it was ended early. */
export function exitCodeOf(outcome: Outcome): number {
  switch (outcome.kind) {
    case 'upToDate':
    case 'stopped':
      return 0;
    case 'skipped':
      return couldNotRun;
    case 'ran':
      return codeOf(outcome.result);
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
