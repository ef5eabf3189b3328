import fs from 'node:fs';
import os from 'node:os';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createDockerDriver } from '../../src/driver/docker/docker-driver.ts';
import { CopiedFolder, fill, look, looked } from '../helpers/copied-folder.ts';
import { dockerHost } from '../helpers/engine-context.ts';
import { startFaultProxy } from '../helpers/fault-proxy.ts';
import type { Fault } from '../helpers/faults.ts';
import { quickDeadlines } from '../helpers/quick-deadlines.ts';
import { runToEnd } from '../helpers/run-to-end.ts';
import { leftBehind, recordedTask, runAnd, runTask } from '../helpers/task.ts';

let copied: CopiedFolder;

beforeEach(() => {
  copied = new CopiedFolder();
});

afterEach(() => {
  copied[Symbol.dispose]();
});

afterAll(async () => {
  expect(await leftBehind()).toEqual([]);
});

test('a folder travels to the container and its output back, as it is', async () => {
  fill(copied);
  const { result, stdout, recorded } = await runTask(copied.task(look));
  expect(stdout).toBe(looked);
  expect(result).toEqual({ status: 'success', exitCode: 0 });
  expect(copied.read(`out/${'deep/'.repeat(30)}größe 😀 \n`)).toBe('deep');
  expect([copied.read('out/run.sh'), copied.read('out/link')]).toEqual(Array(2).fill('#!/bin/sh\necho ran'));
  expect(fs.statSync(copied.path('out/run.sh')).mode & 0o777).toBe(0o750);
  expect(fs.readlinkSync(copied.path('out/link'))).toBe('run.sh');
  expect(fs.readdirSync(copied.path('out/empty'))).toEqual([]);
  for (const index of [0, 1, 999]) expect(copied.read(`out/many/${index % 10}/${index}`)).toBe(String(index));
  expect(fs.existsSync(copied.path('new'))).toBe(false);
  const { uid, gid } = os.userInfo();
  expect(fs.statSync(copied.path('out/private'))).toMatchObject({ uid, gid });
  const phases = recorded.progress.map((each) => (each.phase === 'copying' ? each.direction : each.phase));
  expect([...new Set(phases)]).toEqual(['creating', 'in', 'running', 'out']);
});

test('what is large comes whole, and is not kept in memory', async () => {
  fs.writeFileSync(copied.path('large'), Buffer.alloc(60_000_000, 'abcdefg'));
  const { result, recorded } = await runTask(
    copied.task('mkdir out; cp large out/large; ln out/large out/same'),
  );
  expect(result).toEqual({ status: 'success', exitCode: 0 });
  const large = fs.readFileSync(copied.path('large'));
  expect(fs.readFileSync(copied.path('out/large')).equals(large)).toBe(true);
  expect(fs.readFileSync(copied.path('out/same')).equals(large)).toBe(true);
  const bytes = recorded.progress.flatMap((each) => (each.phase === 'copying' ? [each.bytes] : []));
  expect(bytes.length).toBeGreaterThan(60);
});

describe('whoever the task runs as can write what it was given', () => {
  test.each([
    ['', '0 0'],
    ['host', `${os.userInfo().uid} ${os.userInfo().gid}`],
    ['app', '1000 1000'],
    ['1234', '1234 0'],
    ['1000', '1000 1000'],
    ['app:root', '1000 0'],
    ['1234:5678', '1234 5678'],
  ])('user "%s"', async (user, owner) => {
    copied.write('a/b', 'old');
    fs.chmodSync(copied.path('a/b'), 0o600);
    const script = 'stat -c "%u %g" . a a/b; echo new > a/b; mkdir out; mv a/b out/b';
    const { result, stdout } = await runTask({ ...copied.task(script), user });
    expect(result).toEqual({ status: 'success', exitCode: 0 });
    expect(stdout).toBe(`${owner}\n`.repeat(3));
    expect(copied.read('out/b')).toBe('new\n');
  });
});

test('a target that is there is taken over, and the folders above it are not', async () => {
  copied.write('a', 'a');
  const copy = { source: copied.folder, target: '/tmp/w/../x', output: [] };
  const script = 'stat -c %a /tmp; cat /tmp/x/a; touch /tmp/x/b';
  const { result, stdout } = await runTask({ command: ['sh', '-c', script], copy, user: 'app' });
  expect(result).toEqual({ status: 'success', exitCode: 0 });
  expect(stdout).toBe('1777\na');
});

test('a volume in the folder keeps what is put there', async () => {
  copied.write('cache/a', 'a');
  const volumes = [{ type: 'volume', source: '', target: '/deep/er/w/cache', readonly: false }] as const;
  const { stdout, result } = await runTask({
    ...copied.task('cat cache/a; echo b > cache/b', ['cache']),
    volumes,
  });
  expect([stdout, result]).toEqual(['a', { status: 'success', exitCode: 0 }]);
  expect(copied.read('cache/b')).toBe('b\n');
});

test('what a container has planted does not lead out of the workspace', async () => {
  const script = 'mkdir out; ln -s / out/l; ln -s ../.. out/up; mkfifo out/p; echo ok > out/a';
  const { result } = await runTask(copied.task(script));
  expect(result.warning).toBe(
    'Of its output could not be written: "out/l" (a link that leads out of the workspace), "out/up" (a link that leads out of the workspace).',
  );
  expect(fs.readdirSync(copied.path('out'))).toEqual(['a']);
});

describe('its output', () => {
  test('comes back of a task that failed', async () => {
    const { result } = await runTask(copied.task('mkdir out; echo why > out/a; exit 3'));
    expect(result).toMatchObject({ status: 'error', exitCode: 3 });
    expect(copied.read('out/a')).toBe('why\n');
  });

  test('that is not there is told', async () => {
    const { result } = await runTask(copied.task('true', ['out', 'lib/*.so']));
    expect(result).toEqual({
      ...{ status: 'success', exitCode: 0 },
      warning: 'Its output "out" is not there. Its output "lib/*.so" is not there.',
    });
  });

  test('stays where it is when the task is cancelled', async () => {
    const cancel = new AbortController();
    const recorded = recordedTask(copied.task('mkdir out; touch out/a; echo ready; sleep 60'));
    const result = await runAnd(recorded, () => { cancel.abort(); }, cancel.signal); // prettier-ignore
    expect(result.status).toBe('cancelled');
    expect(fs.existsSync(copied.path('out'))).toBe(false);
  });
});

test('what cannot be copied is told', async () => {
  const readonly = { ...copied.task('true'), readonlyRoot: true };
  await expect(runTask(readonly)).rejects.toMatchObject({
    name: 'DriverError',
    message:
      'The engine could not copy the workspace into the container: container rootfs is marked read-only.',
  });
  const whole = { copy: { source: copied.folder, target: '/', output: [] } };
  await expect(runTask(whole)).rejects.toMatchObject({ advice: 'Give "workspace.target" a folder.' });
  const none = { copy: { source: copied.path('none'), target: '/w', output: [] } };
  await expect(runTask(none)).rejects.toMatchObject({ advice: 'Create it.' });
});

describe.concurrent('a connection that fails', () => {
  test.for<[string, RegExp, Fault, RegExp]>([
    ['is cut on the way in', /^PUT/, { kind: 'unsent', how: 'cut' }, /lost while trying to copy the workspace into/],
    ['is cut before the answer on the way in', /^PUT/, { kind: 'cut', at: 0, how: 'reset' }, /lost while trying to copy the workspace into/],
    ['stalls on the way in', /^PUT/, { kind: 'unsent', how: 'held' }, /in time when asked to copy the workspace into/],
    ['is cut on the way out', /^GET .*archive/, { kind: 'cut', at: 'body', how: 'reset' }, /lost while trying to copy its output back/],
    ['stalls on the way out', /^GET .*archive/, { kind: 'stall', at: 'body' }, /in time when asked to copy its output back/],
  ])('%s', async ([, call, fault, message], { expect }) => {
    using folder = new CopiedFolder();
    folder.write('large', Buffer.alloc(5_000_000, 'x'));
    await using proxy = await startFaultProxy(dockerHost, call, fault);
    const driver = createDockerDriver({ docker: proxy.dockerHost }, quickDeadlines);
    const { task } = recordedTask(folder.task('mkdir out; cp large out'));
    const { signal } = new AbortController();
    const { status, error } = await runToEnd(driver, task, { cancel: signal, kill: signal });
    expect([status, error?.message]).toEqual(['error', expect.stringMatching(message)]);
    proxy.heal();
    expect(fs.readdirSync(folder.folder, { recursive: true }).filter((name) => name !== 'out')).toEqual(['large']);
    await expect.poll(() => leftBehind(), { timeout: 20_000 }).not.toContain(task.id);
    await expect.poll(proxy.openConnections, { timeout: 20_000 }).toBe(0);
  }); // prettier-ignore
});

test('a cancel on the way in ends it at once', async () => {
  fs.writeFileSync(copied.path('large'), '');
  fs.truncateSync(copied.path('large'), 2 ** 33);
  const cancel = new AbortController();
  const recorded = recordedTask({
    ...copied.task('true'),
    writeProgress: (step) => {
      if (step.phase === 'copying' && step.bytes > 0) cancel.abort(new Error('enough'));
    },
  });
  const driver = createDockerDriver({ docker: dockerHost });
  await expect(driver.prepare(recorded.task, cancel.signal)).rejects.toThrow('enough');
});
