import type { RunResult } from '../run-result.ts';

/** What became of a job of a plan: it ran, had no need to, or never began. */
export type Outcome =
  | { readonly kind: 'ran'; readonly result: RunResult }
  /** Nothing that it reads has changed since it last succeeded, and what it writes is there. */
  | { readonly kind: 'upToDate' }
  /** A background job that was stopped because nothing needed it any more: it has done what it is for. */
  | { readonly kind: 'stopped'; readonly result: RunResult }
  | {
      readonly kind: 'skipped';
      /** One sentence on why. */
      readonly reason: string;
      /** Of what runs nothing itself: how what it stands for ended. */
      readonly how?: Failure;
    };

/** How a job did not succeed. */
export type Failure = 'skipped' | 'timeout' | 'killed' | 'cancelled' | 'failed';

/** Whether what needs the job may go on. */
export function isSuccess(outcome: Outcome): boolean {
  return (
    outcome.kind === 'upToDate' ||
    outcome.kind === 'stopped' ||
    (outcome.kind === 'ran' && outcome.result.status === 'success')
  );
}
