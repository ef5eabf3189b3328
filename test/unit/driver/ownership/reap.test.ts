import { expect, test } from 'vitest';
import { isSettled } from '../../../../src/driver/docker/ownership/reap.ts';

const created = '2026-01-01T00:00:00.000Z';
const labels = { 'com.container-tasks.created': created };

test.each([
  ['10 s', 10_000, true],
  ['less than 10 s', 9_999, false],
  ['less than nothing, by a clock that was set back', -60_000, false],
])('judges a container that is %s old: %i ms', (_, age, expected) => {
  expect(isSettled({ labels }, Date.parse(created) + age)).toBe(expected);
});

test('does not judge a container whose age is unknown', () => {
  expect(isSettled({ labels: {} }, Date.now())).toBe(false);
});
