import { expect, test } from 'vitest';
import { describeOutcome, summarize } from '../../../../src/core/plan/describe.ts';
import { isSuccess } from '../../../../src/core/plan/outcome.ts';
import type { Failure, Outcome } from '../../../../src/core/plan/outcome.ts';
import type { Status } from '../../../../src/core/run-result.ts';

const skipped: Outcome = { kind: 'skipped', reason: '"build" failed, which "test" needs.' };
const stopped: Outcome = {
  kind: 'stopped',
  result: { status: 'cancelled', exitCode: 143, error: { message: 'You cancelled it.' } },
};

test.each<[Outcome, string]>([
  [ranAs('success'), 'test (node: 24): success, exit code 0, 1.2 s'],
  [ranAs('error'), 'test (node: 24): error, 1.2 s. It did not work.'],
  [stopped, 'test (node: 24): stopped, 1.2 s. All that needed it has ended.'],
  [
    { kind: 'upToDate' },
    'test (node: 24): up to date. Nothing that it reads has changed since it last succeeded.',
  ],
  [skipped, 'test (node: 24): skipped. "build" failed, which "test" needs.'],
])('says what became of a job', (outcome, line) => {
  expect(describeOutcome(job('test (node: 24)'), outcome, 1234)).toBe(line);
});

test('says of what runs nothing neither exit code nor time', () => {
  const standIn = { ...job('all'), definition: undefined };
  expect(describeOutcome(standIn, ranAs('success'), 0)).toBe('all: success');
});

test.each<[Failure | undefined, string]>([
  ['failed', 'all: failed. "a" is as it is.'],
  ['timeout', 'all: timed out. "a" is as it is.'],
  ['killed', 'all: killed. "a" is as it is.'],
  ['cancelled', 'all: cancelled. "a" is as it is.'],
  [undefined, 'all: skipped. "a" is as it is.'],
])('says of what runs nothing how what it stands for ended: %s', (how, line) => {
  const outcome: Outcome = { kind: 'skipped', reason: '"a" is as it is.', ...(how && { how }) };
  expect(describeOutcome({ ...job('all'), definition: undefined }, outcome, 0)).toBe(line);
});

test('sums up what ran, in the order from good to bad, without what only stands for others', () => {
  const outcomes: Readonly<Record<string, Outcome>> = {
    a: skipped,
    b: ranAs('success'),
    c: ranAs('error'),
    d: { kind: 'upToDate' },
    e: ranAs('success'),
    f: skipped,
    g: stopped,
    h: ranAs('timeout'),
    i: ranAs('killed'),
    j: ranAs('cancelled'),
  };
  const jobs = [...Object.keys(outcomes).map(job), { ...job('all'), definition: undefined }];
  const ended = new Map([...Object.entries(outcomes), ['all', ranAs('success')]]);
  expect(summarize(jobs, ended, 72_000)).toBe(
    '2 succeeded, 1 up to date, 1 stopped, 1 failed, 1 timed out, 1 killed, 1 cancelled, 2 skipped in 1:12',
  );
  expect(summarize(jobs.slice(1, 2), ended, 1234)).toBe('1 succeeded in 1.2 s');
  expect(summarize([], ended, 0)).toBe('Nothing ran in 0 s');
});

test.each<[Outcome, boolean]>([
  [ranAs('success'), true],
  [{ kind: 'upToDate' }, true],
  [stopped, true],
  [ranAs('error'), false],
  [ranAs('cancelled'), false],
  [skipped, false],
])('knows which outcomes are a success', (outcome, is) => {
  expect(isSuccess(outcome)).toBe(is);
});

function job(id: string): { readonly id: string; readonly definition: object } {
  return { id, definition: {} };
}

function ranAs(status: Status): Outcome {
  if (status === 'success') return { kind: 'ran', result: { status, exitCode: 0 } };
  return { kind: 'ran', result: { status, error: { message: 'It did not work.' } } };
}
