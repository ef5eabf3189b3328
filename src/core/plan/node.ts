import type { Retry } from '../tasks-file/definition.ts';
import type { Matrix } from '../tasks-file/matrix.ts';
import type { Outcome } from './outcome.ts';

/** What a schedule knows of a job. */
export interface JobNode {
  readonly id: string;
  /** What has to succeed before it begins: ids of other nodes, each once, without a cycle. */
  readonly needs: readonly string[];
  /** Whether it wants all of them at once, or each when the one before has succeeded. */
  readonly order: 'parallel' | 'sequence';
  readonly retry: Retry;
  /** Whether what needs it may go on when it is ready, and it is stopped when nothing needs it any more. */
  readonly isBackground: boolean;
  /** Whether it stands for what it needs, and runs nothing itself. */
  readonly runsNothing: boolean;
  /** Of a node whose needs are the combinations of a matrix, which nothing else needs. */
  readonly matrix: MatrixRule | undefined;
}

/** How the combinations of a matrix depend on each other. */
export type MatrixRule = Pick<Matrix, 'maxParallel' | 'failFast'>;

/** What happens to a run of jobs. */
export type ScheduleEvent =
  | { readonly type: 'begin' }
  | { readonly type: 'ended'; readonly id: string; readonly outcome: Outcome }
  /** A background job does what it is for. */
  | { readonly type: 'ready'; readonly id: string }
  /** The delay before the next attempt is over. */
  | { readonly type: 'again'; readonly id: string }
  | { readonly type: 'cancel' };

/** What is to be done. */
export type Action =
  /** @see ScheduleEvent: `ended` follows. Attempts count from 1. */
  | { readonly type: 'start'; readonly id: string; readonly attempt: number }
  /** Once at most for each attempt; `ended` still follows. */
  | { readonly type: 'cancel'; readonly id: string; readonly why: string }
  /** `again` follows after so many ms, unless the job ends before; then the attempt of this number starts. */
  | { readonly type: 'wait'; readonly id: string; readonly attempt: number; readonly milliseconds: number }
  /** Once for each node. */
  | { readonly type: 'end'; readonly id: string; readonly outcome: Outcome };
