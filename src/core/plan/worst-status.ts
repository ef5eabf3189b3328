import type { Status } from '../run-result.ts';
import type { Outcome } from './outcome.ts';
import { isSuccess } from './outcome.ts';

/** The worst of some statuses; `undefined` of none. That a person has ended something is less than that it failed. */
export function worstStatus(statuses: Iterable<Status>): Status | undefined {
  const all = new Set(statuses);
  return worstFirst.find((status) => all.has(status));
}

/**
 * How all that a person started ended, in one word: as the job that was asked for did, or, where that never began, as the
 * worst of the others. What was up to date, and a background job that nothing needed any more, count as a success.
 *
 * @param root the outcome of the job that was asked for
 * @param outcomes of all jobs
 */
export function statusOfPlan(root: Outcome, outcomes: Iterable<Outcome>): Status {
  if (isSuccess(root)) return 'success';
  if (root.kind === 'ran') return root.result.status;
  const failed = [...outcomes].flatMap((each) =>
    each.kind === 'ran' && each.result.status !== 'success' ? [each.result.status] : [],
  );
  return worstStatus(failed) ?? 'cancelled';
}

const worstFirst = [
  'error',
  'timeout',
  'killed',
  'cancelled',
  'success',
] as const satisfies readonly Status[];
