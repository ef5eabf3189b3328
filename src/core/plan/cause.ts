import { quote } from '../tasks-file/parsed.ts';
import type { Outcome } from './outcome.ts';

/** Why a job does not begin, or not go on. */
export type Cause =
  | { readonly kind: 'cancelled' }
  /** It is a background job, and all that needed it has ended. */
  | { readonly kind: 'unneeded' }
  | {
      /** `need`: it needs what failed; `matrix`: it is of the same matrix; `order`: what comes before it in a sequence failed. */
      readonly kind: 'need' | 'matrix' | 'order';
      /** The id of the job that failed first, and how. */
      readonly failed: string;
      readonly how: string;
    };

/** The cause that a job which did not succeed is for what needs it. */
export function causeOf(id: string, outcome: Outcome): Cause {
  return { kind: 'need', failed: id, how: howItFailed(outcome) };
}

/** What a cause is for the next job: the first that failed stays the same. */
export function passOn(cause: Cause, kind: 'need' | 'matrix' | 'order'): Cause {
  return 'failed' in cause ? { ...cause, kind } : cause;
}

/** The cause in one sentence, for the job that it keeps from running. */
export function explainCause(id: string, cause: Cause): string {
  switch (cause.kind) {
    case 'cancelled':
      return 'You cancelled it.';
    case 'unneeded':
      return 'All that needed it has ended.';
    case 'need':
      return `${quote(cause.failed)} ${cause.how}, which ${quote(id)} needs.`;
    case 'matrix':
      return `${quote(cause.failed)} ${cause.how}, which ends the rest of its matrix.`;
    case 'order':
      return `${quote(cause.failed)} ${cause.how}, so that nothing needs ${quote(id)} any more.`;
  }
}

function howItFailed(outcome: Outcome): string {
  if (outcome.kind !== 'ran') return 'was skipped'; // No other kind is a failure.
  switch (outcome.result.status) {
    case 'timeout':
      return 'took too long';
    case 'killed':
      return 'was killed';
    case 'cancelled':
      return 'was cancelled';
    case 'success':
    case 'error':
      return 'failed';
  }
}
