import { expect, test } from 'vitest';
import { isOurs, isSettled } from '../../../../src/driver/docker/ownership/reap.ts';

const created = '2026-01-01T00:00:00.000Z';
const labels = { 'com.container-tasks.run-id': 'build-1', 'com.container-tasks.created': created };

test.each([
  ['its label and its name', labels, ['/container-tasks-build-1'], true],
  ['not by its name alone', {}, ['/container-tasks-build-1'], false],
  ['not by a label that its image has handed on', labels, ['/happy_turing'], false],
  ["not by another run's name", labels, ['/container-tasks-build-2'], false],
])('a container is ours by %s', (_, Labels, Names, expected) => {
  expect(isOurs({ Names, Labels })).toBe(expected);
});

test.each([
  ['10 s', 10_000, true],
  ['less than 10 s', 9_999, false],
  ['less than nothing, by a clock that was set back', -60_000, false],
])('judges a container that is %s old: %i ms', (_, age, expected) => {
  expect(isSettled({ Names: [], Labels: labels }, Date.parse(created) + age)).toBe(expected);
});

test('does not judge a container whose age is unknown', () => {
  expect(isSettled({ Names: [], Labels: {} }, Date.now())).toBe(false);
});
