import type { Outcome } from '../../api.ts';
import { isSuccess } from '../../core/plan/outcome.ts';
import type { Outcome as JobOutcome } from '../../core/plan/outcome.ts';
import type { RunResult } from '../../core/run-result.ts';

/** How a job ended, as other programs see it. */
export function toOutcome(outcome: JobOutcome): Outcome {
  switch (outcome.kind) {
    case 'ran':
      return ofResult(outcome.result);
    case 'stopped':
      return { ...ofResult(outcome.result), status: 'stopped', isSuccess: isSuccess(outcome) };
    case 'upToDate':
      return { ...nothing, status: 'upToDate', isSuccess: isSuccess(outcome) };
    case 'skipped':
      return { ...nothing, status: 'skipped', isSuccess: isSuccess(outcome), message: outcome.reason };
  }
}

/** How a container ended, as other programs see it. */
export function ofResult({ status, exitCode, error, warning }: RunResult): Outcome {
  return {
    status,
    isSuccess: status === 'success',
    exitCode,
    message: [error?.message, warning].filter((sentence) => sentence !== undefined).join(' '),
    advice: error?.advice ?? '',
  };
}

const nothing = { exitCode: undefined, message: '', advice: '' };
