import { expect, test } from 'vitest';
import { holderOf, isLeft, isOurs, takenName } from '../../../../src/driver/docker/ownership/holder.ts';
import { runIdLabel } from '../../../../src/driver/docker/ownership/labels.ts';
import { ownerLabels, thisOwner } from '../../../../src/driver/docker/ownership/owner.ts';
import type { Owner } from '../../../../src/driver/docker/ownership/owner.ts';

const self: Owner = { host: 'here', scope: 'boot pid:[1]', pid: 10, started: '100' };
const maker: Owner = { ...self, pid: 20, started: '200' };
const taker: Owner = { ...self, pid: 30, started: '300' };
const labels = { [runIdLabel]: 'build-1', ...ownerLabels(maker) };

test.each([
  ['its label and its name', labels, 'container-tasks-build-1', true],
  ['its label and the name that a taker has given it', labels, takenName('build-1', taker), true],
  ['not by its name alone', {}, 'container-tasks-build-1', false],
  ['not by a label that its image has handed on', labels, 'happy_turing', false],
  ["not by another run's name", labels, 'container-tasks-build-2', false],
  ['not by a name that goes on', labels, 'container-tasks-build-12', false],
])('a container is ours by %s', (_, someLabels, name, expected) => {
  expect(isOurs({ name, labels: someLabels })).toBe(expected);
});

test('the one who made a container holds it until another has taken it over', () => {
  expect(holderOf({ name: 'container-tasks-build-1', labels }, self)).toEqual(maker);
  expect(holderOf({ name: takenName('build-1', taker), labels }, self)).toEqual(taker);
});

test('a taker whose start cannot be read is told by its process alone', () => {
  const name = takenName('build-1', { ...taker, started: '' });
  expect(holderOf({ name, labels }, self)).toEqual({ ...taker, started: '' });
});

test('nobody is known to hold a container that was renamed by somebody else', () => {
  expect(holderOf({ name: 'container-tasks-build-1.old', labels }, self)).toBeUndefined();
  expect(isLeft({ name: 'container-tasks-build-1.old', labels }, self)).toBe(false);
});

test('names fit an engine', () => {
  expect(takenName('build-1', thisOwner())).toMatch(/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/);
});

test('a container is left when its taker is gone, whoever has made it, and on this machine', () => {
  const here = thisOwner();
  const gone = { ...here, pid: 2 ** 22 + 1 };
  const isLeftBy = (made: Owner, taken: Owner): boolean =>
    isLeft({ name: takenName('a', taken), labels: { [runIdLabel]: 'a', ...ownerLabels(made) } }, here);
  expect(isLeftBy(here, gone)).toBe(true);
  expect(isLeftBy(gone, here)).toBe(false);
  expect(isLeftBy(gone, { ...gone, host: 'there' })).toBe(false);
});
