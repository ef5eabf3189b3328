import { expect, test } from 'vitest';

import { exitCodeOf } from '../../../src/core/exit-code.ts';
import type { Outcome } from '../../../src/core/plan/outcome.ts';

const error = { message: 'It failed.' };
const failed: Outcome = { kind: 'ran', result: { status: 'error', exitCode: 3, error } };
const succeeded: Outcome = { kind: 'ran', result: { status: 'success', exitCode: 0 } };
const skipped: Outcome = { kind: 'skipped', reason: 'Another failed.' };

test.each<[string, Outcome, number]>([
  ['success', succeeded, 0],
  ['the code of the command', failed, 3],
  ['a timeout', { kind: 'ran', result: { status: 'timeout', exitCode: 137, error } }, 124],
  ['a cancel', { kind: 'ran', result: { status: 'cancelled', error } }, 130],
  ['what never ran', { kind: 'ran', result: { status: 'error', error } }, 125],
  ['up to date', { kind: 'upToDate' }, 0],
  ['stopped when nothing needed it', { kind: 'stopped', result: { status: 'cancelled', error } }, 0],
  ['skipped, for no job that ran', skipped, 125],
])('%s', (_, outcome, code) => {
  expect(exitCodeOf(outcome)).toBe(code);
});

test('a skipped job has the code of the first that failed', () => {
  const cancelled: Outcome = { kind: 'ran', result: { status: 'cancelled', error } };
  expect(exitCodeOf(skipped, [succeeded, failed, cancelled, skipped])).toBe(3);
});
