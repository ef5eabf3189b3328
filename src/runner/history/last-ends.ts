import { worstStatus } from '../../core/plan/worst-status.ts';
import type { Status } from '../../core/run-result.ts';
import type { PastRun, PlanOfRun } from './history.ts';

/** How something ended last, as far as its runs tell. */
export interface LastEnd {
  readonly status: Status;
  /** Epoch ms. */
  readonly endedAt: number;
  readonly milliseconds: number;
}

/** What a person started that has ended, and its runs. */
export interface PastPlan extends LastEnd {
  readonly plan: PlanOfRun;
  /** Epoch ms. */
  readonly startedAt: number;
  /** In the order in which they began; at least one. */
  readonly runs: readonly PastRun[];
}

/** Runs by what a person started. @param runs newest first, as the plans are then */
export function pastPlans(runs: readonly PastRun[]): readonly PastPlan[] {
  const byPlan = Map.groupBy(runs, ({ plan }) => plan.id);
  return [...byPlan.values()].flatMap((members) => {
    const [{ plan } = { plan: undefined }] = members;
    return plan ? toPlan(plan, members) : [];
  });
}

/** How each task and each of its jobs ended last, by key. @param runs newest first */
export function lastEnds(runs: readonly PastRun[]): ReadonlyMap<string, LastEnd> {
  const ends = new Map<string, LastEnd>();
  const add = (key: string, end: LastEnd): void => {
    if (end.endedAt > (ends.get(key)?.endedAt ?? -Infinity)) ends.set(key, end);
  };
  for (const past of pastPlans(runs)) {
    add(past.plan.key, past);
    for (const { key, startedAt, endedAt, result } of past.runs)
      if (key !== past.plan.key)
        add(key, { status: result.status, endedAt, milliseconds: endedAt - startedAt });
  }
  return ends;
}

function toPlan(plan: PlanOfRun, members: readonly PastRun[]): PastPlan {
  const runs = members.toSorted((a, b) => a.startedAt - b.startedAt);
  const startedAt = Math.min(...runs.map((run) => run.startedAt));
  const endedAt = Math.max(...runs.map((run) => run.endedAt));
  return { plan, startedAt, endedAt, milliseconds: endedAt - startedAt, status: statusOf(plan, runs), runs };
}

/**
 * That of the task that was asked for, which runs only when all that it needs has succeeded or, running on, is not needed
 * any more; where it never ran, the worst. Of a task that was tried again the last attempt counts.
 */
function statusOf({ key }: PlanOfRun, runs: readonly PastRun[]): Status {
  const last = new Map(runs.map((run) => [run.key, run.result.status]));
  return last.get(key) ?? worstStatus(last.values()) ?? 'success';
}
