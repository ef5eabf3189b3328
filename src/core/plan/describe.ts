import { formatElapsed } from '../format.ts';
import { describeResult } from '../report.ts';
import type { Outcome } from './outcome.ts';

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
      if (!definition) return `${id}: ${outcome.result.status}`;
      return describeResult(id, outcome.result, milliseconds);
    case 'stopped':
      return `${id}: stopped, ${formatElapsed(milliseconds)}. All that needed it has ended.`;
    case 'upToDate':
      return `${id}: up to date. Nothing that it reads has changed since it last succeeded.`;
    case 'skipped':
      return `${id}: skipped. ${outcome.reason}`;
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
  const counts = new Map(words.map((word) => [word, 0]));
  for (const { id, definition } of jobs) {
    const outcome = outcomes.get(id);
    if (!definition || !outcome) continue;
    const word = wordFor(outcome);
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const parts = [...counts].filter(([, count]) => count > 0).map(([word, count]) => `${count} ${word}`);
  return `${parts.length > 0 ? parts.join(', ') : 'Nothing ran'} in ${formatElapsed(milliseconds)}`;
}

/** Of a job: its name, and whether it runs something itself. */
interface Described {
  readonly id: string;
  readonly definition: object | undefined;
}

/** In the order of the summary. */
const words = [
  'succeeded',
  'up to date',
  'stopped',
  'failed',
  'timed out',
  'killed',
  'cancelled',
  'skipped',
] as const;

function wordFor(outcome: Outcome): (typeof words)[number] {
  switch (outcome.kind) {
    case 'ran':
      return statusWords[outcome.result.status];
    case 'upToDate':
      return 'up to date';
    case 'stopped':
    case 'skipped':
      return outcome.kind;
  }
}

const statusWords = {
  success: 'succeeded',
  error: 'failed',
  timeout: 'timed out',
  killed: 'killed',
  cancelled: 'cancelled',
} as const;
