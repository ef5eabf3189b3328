import * as l10n from '@vscode/l10n';
import { formatElapsed } from '../format.ts';
import { describeResult } from '../report.ts';
import { statusName } from '../status-name.ts';
import type { Failure, Outcome } from './outcome.ts';

/**
 * What became of a job, in one line.
 *
 * @param milliseconds how long it took
 */
export function describeOutcome(
  { id, definition }: Described,
  outcome: Outcome,
  milliseconds: number,
): string {
  switch (outcome.kind) {
    case 'ran':
      if (!definition) return `${id}: ${statusName(outcome.result.status)}`;
      return describeResult(id, outcome.result, milliseconds);
    case 'stopped':
      return l10n.t('{0}: stopped, {1}. All that needed it has ended.', id, formatElapsed(milliseconds));
    case 'upToDate':
      return l10n.t('{0}: up to date. Nothing that it reads has changed since it last succeeded.', id);
    case 'skipped':
      return skipped[outcome.how ?? 'skipped'](id, outcome.reason);
  }
}

/**
 * What became of all jobs that are more than a name for others, in one line: "3 succeeded, 1 failed, 2 skipped in 1:12".
 *
 * @param outcomes by the ids of the jobs
 * @param milliseconds how long all of it took
 */
export function summarize(
  jobs: readonly Described[],
  outcomes: ReadonlyMap<string, Outcome>,
  milliseconds: number,
): string {
  const elapsed = formatElapsed(milliseconds);
  const counts = new Map<keyof typeof counted, number>();
  for (const { id, definition } of jobs) {
    const outcome = outcomes.get(id);
    if (!definition || !outcome) continue;
    const kind = outcome.kind === 'ran' ? outcome.result.status : outcome.kind;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const parts = inOrder.flatMap((kind) => (counts.has(kind) ? [counted[kind](counts.get(kind) ?? 0)] : []));
  return parts.length > 0
    ? l10n.t('{0} in {1}', parts.join(', '), elapsed)
    : l10n.t('Nothing ran in {0}', elapsed);
}

/** Of a job: its name, and whether it runs something itself. */
interface Described {
  readonly id: string;
  readonly definition: object | undefined;
}

const skipped: Readonly<Record<Failure, (id: string, reason: string) => string>> = {
  skipped: (id, reason) => l10n.t('{0}: skipped. {1}', id, reason),
  timeout: (id, reason) => l10n.t('{0}: timed out. {1}', id, reason),
  killed: (id, reason) => l10n.t('{0}: killed. {1}', id, reason),
  cancelled: (id, reason) => l10n.t('{0}: cancelled. {1}', id, reason),
  failed: (id, reason) => l10n.t('{0}: failed. {1}', id, reason),
};

const counted = {
  success: (count: number) => l10n.t('{0} succeeded', count),
  upToDate: (count: number) => l10n.t('{0} up to date', count),
  stopped: (count: number) => l10n.t('{0} stopped', count),
  error: (count: number) => l10n.t('{0} failed', count),
  timeout: (count: number) => l10n.t('{0} timed out', count),
  killed: (count: number) => l10n.t('{0} killed', count),
  cancelled: (count: number) => l10n.t('{0} cancelled', count),
  skipped: (count: number) => l10n.t('{0} skipped', count),
};

const inOrder = [
  'success',
  'upToDate',
  'stopped',
  'error',
  'timeout',
  'killed',
  'cancelled',
  'skipped',
] as const;
