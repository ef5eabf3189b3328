import { causeOf } from './cause.ts';
import type { Cause } from './cause.ts';
import type { JobNode } from './node.ts';
import { isSuccess } from './outcome.ts';
import type { Outcome } from './outcome.ts';

/** A node as it stands. */
export interface Entry {
  readonly node: JobNode;
  readonly needs: Entry[];
  /** Those that have asked for it. */
  readonly wantedBy: Entry[];
  /**
   * `idle`: nothing has asked for it; `waiting`: for what it needs, or its turn; `delayed`: until the next attempt. What runs
   * nothing is `ready` without having run.
   */
  phase: 'idle' | 'waiting' | 'running' | 'ready' | 'delayed' | 'ended';
  attempt: number;
  /** How many of its needs it has asked for, and how many of those have not succeeded yet. */
  wanted: number;
  pending: number;
  /** How many may still ask for it or need it: those that have not ended. */
  open: number;
  /** That of the last attempt. */
  outcome: Outcome | undefined;
  /** Why it is to end. */
  stop: Cause | undefined;
  /** Whether a cancel was asked for. */
  isAsked: boolean;
  /** Of a combination, that of the whole matrix. */
  matrix: Entry | undefined;
  combinationsAtWork: number;
}

/** A node to which nothing has happened yet, and which knows no other. */
export function toEntry(node: JobNode): Entry {
  return {
    node,
    ...{ needs: [], wantedBy: [], matrix: undefined },
    ...{ phase: 'idle', outcome: undefined, stop: undefined, isAsked: false },
    ...{ attempt: 0, wanted: 0, pending: 0, open: 0, combinationsAtWork: 0 },
  };
}

/** Whether something of it runs. */
export function isStarted({ phase, node }: Entry): boolean {
  return phase === 'running' || (phase === 'ready' && !node.runsNothing);
}

/** Whether what needs it may begin. */
export function isSatisfied({ phase, outcome }: Entry): boolean {
  return phase === 'ready' || (phase === 'ended' && outcome !== undefined && isSuccess(outcome));
}

/** What a failed entry is for what needs it: the first that failed. */
export function failureOf({ node, stop, outcome }: Entry): Cause {
  return stop ?? (outcome ? causeOf(node.id, outcome) : { kind: 'cancelled' });
}
