import type { RunResult } from '../run-result.ts';

/** What became of a job of a plan: it ran, had no need to, or never began. */
export type Outcome =
  | { readonly kind: 'ran'; readonly result: RunResult }
  /** Nothing that it reads has changed since it last succeeded, and what it writes is there. */
  | { readonly kind: 'upToDate' }
  /** A background job that was stopped because nothing needed it any more: it has done what it is for. */
  | { readonly kind: 'stopped'; readonly result: RunResult }
  /** One sentence on why. */
  | { readonly kind: 'skipped'; readonly reason: string };

/** Whether what needs the job may go on. */
export function isSuccess(outcome: Outcome): boolean {
  return (
    outcome.kind === 'upToDate' ||
    outcome.kind === 'stopped' ||
    (outcome.kind === 'ran' && outcome.result.status === 'success')
  );
}
