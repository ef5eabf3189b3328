import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import {
  isGone,
  ownerLabels,
  readOwner,
  startOf,
  thisOwner,
} from '../../../../src/driver/docker/ownership/owner.ts';
import type { Owner } from '../../../../src/driver/docker/ownership/owner.ts';

const self: Owner = { host: 'here', scope: 'boot pid:[1]', pid: 10, started: '100' };
const other: Owner = { ...self, pid: 20, started: '200' };

test.each<[string, Partial<Owner>, string | undefined, boolean]>([
  ['its process has ended', {}, undefined, true],
  ['another process has its id', {}, '300', true],
  ['it runs', {}, '200', false],
  ['a process with its id runs whose start cannot be read', {}, '', false],
  ['a process with its id runs and its own start is not known', { started: '' }, '300', false],
  ['its process has ended and its start is not known', { started: '' }, undefined, true],
  ['it is of another host', { host: 'there' }, undefined, false],
  ['it is of another boot or namespace', { scope: 'boot pid:[2]' }, undefined, false],
])('when %s', (_, changes, found, expected) => {
  expect(isGone({ ...other, ...changes }, self, () => found)).toBe(expected);
});

test('in doubt about our own place nobody is gone', () => {
  expect(isGone({ ...other, scope: '' }, { ...self, scope: '' }, () => undefined)).toBe(false);
});

test('asks for the process of the owner', () => {
  isGone(other, self, (pid) => {
    expect(pid).toBe(20);
    return '';
  });
  expect.assertions(1);
});

test('reads from labels what it has written', () => {
  expect(readOwner(ownerLabels(thisOwner()))).toEqual(thisOwner());
  expect(readOwner(ownerLabels({ ...other, started: '' }))).toEqual({ ...other, started: '' });
});

test.each([
  ['no labels', undefined],
  ['no pid', ''],
  ['a group of processes', '0'],
  ['all processes', '-1'],
  ['no number', '12a'],
])('knows no owner by %s', (_, pid) => {
  const labels = pid === undefined ? {} : { ...ownerLabels(other), 'com.container-tasks.owner.pid': pid };
  expect(readOwner(labels)).toBeUndefined();
});

test('knows no owner without a scope', () => {
  expect(readOwner(ownerLabels({ ...other, scope: '' }))).toBeUndefined();
});

test('this process runs, and its child is gone when it has ended', async () => {
  expect(startOf(process.pid)).toBe(thisOwner().started);
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const pid = child.pid ?? 0;
  const owner = { ...thisOwner(), pid, started: startOf(pid) ?? 'it runs' };
  expect(isGone(owner, thisOwner(), startOf)).toBe(false);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(startOf(pid)).toBeUndefined();
  expect(isGone(owner, thisOwner(), startOf)).toBe(true);
});

test.runIf(process.platform === 'linux')('tells two processes by their start', () => {
  expect(thisOwner().started).toMatch(/^\d+$/);
  expect(startOf(process.ppid)).not.toBe(startOf(process.pid));
  expect(thisOwner().scope).toMatch(/^[0-9a-f-]{36} pid:\[\d+\]$/);
});
