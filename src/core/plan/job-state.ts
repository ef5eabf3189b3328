import type { Outcome } from './outcome.ts';

/** How a job of a plan stands. Attempts count from 1. */
export type JobState =
  /** For what it needs, or its turn. */
  | { readonly kind: 'waiting' }
  | {
      readonly kind: 'running';
      readonly attempt: number;
      /** How many there may be. */
      readonly attempts: number;
      /** Whether it is a background job that does what it is for. */
      readonly isReady: boolean;
      /** Whether it was asked to stop. */
      readonly isStopping: boolean;
      /** Epoch ms. */
      readonly startedAt: number;
    }
  /** It failed, and is tried again. */
  | {
      readonly kind: 'retrying';
      /** The one that comes next. */
      readonly attempt: number;
      readonly attempts: number;
      /** When, in epoch ms. */
      readonly at: number;
    }
  | {
      readonly kind: 'ended';
      readonly outcome: Outcome;
      /** How long its last attempt took, in ms; 0 where there was none. */
      readonly milliseconds: number;
    };
