import { expect, test } from 'vitest';
import type { RunResult, Status } from '../../../../src/core/run-result.ts';
import type { PastRun } from '../../../../src/runner/history/history.ts';
import { lastEnds, pastPlans } from '../../../../src/runner/history/last-ends.ts';
import { pastRun } from '../../../helpers/past-run.ts';

const all = { id: 'plan', key: 'all', label: 'all' };

function resultOf(status: Status): RunResult {
  return status === 'success' ? { status, exitCode: 0 } : { status, error: { message: 'No.' } };
}

/** Runs of one plan as a history has them: the key of each and how it ended, in order of time. */
function runsOf(...runs: readonly (readonly [string, Status])[]): readonly PastRun[] {
  return runs
    .map(([key, status], index) =>
      pastRun(`run-${index}`, { key, plan: all, startedAt: 1000 * index, result: resultOf(status) }),
    )
    .reverse();
}

test.each<[string, Status, readonly (readonly [string, Status])[]]>([
  ['alone', 'success', [['all', 'success']]],
  ['that never began', 'error', [['one', 'error']]],
  [
    'that only depends on others',
    'timeout',
    [
      ['one', 'success'],
      ['two', 'cancelled'],
      ['three', 'timeout'],
    ],
  ],
  [
    'that was tried again',
    'success',
    [
      ['all', 'error'],
      ['all', 'success'],
    ],
  ],
  [
    'after a background task that was stopped',
    'success',
    [
      ['server', 'cancelled'],
      ['all', 'success'],
    ],
  ],
])('a task %s: %s', (_, status, runs) => {
  expect(lastEnds(runsOf(...runs)).get('all')).toMatchObject({
    status,
    endedAt: runs.length * 1000,
    milliseconds: runs.length * 1000,
  });
});

test('the last of several counts, and each run for its own task', () => {
  const ends = lastEnds([
    pastRun('3', { key: 'one', startedAt: 9000, result: resultOf('killed') }),
    ...runsOf(['one', 'success'], ['all', 'success']),
  ]);
  expect(ends.get('one')).toMatchObject({ status: 'killed', endedAt: 10_000, milliseconds: 1000 });
  expect(ends.get('all')).toMatchObject({ status: 'success', endedAt: 2000, milliseconds: 2000 });
  expect(ends.get('none')).toBeUndefined();
});

test('plans are newest first, and their runs in the order in which they began', () => {
  const plans = pastPlans([
    pastRun('late', { startedAt: 50_000 }),
    ...runsOf(['a', 'success'], ['b', 'error']),
  ]);
  expect(plans.map(({ plan, runs }) => [plan.label, ...runs.map(({ id }) => id)])).toEqual([
    ['late', 'late'],
    ['all', 'run-0', 'run-1'],
  ]);
});
