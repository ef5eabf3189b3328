import { describe, expect, test } from 'vitest';

import type { PlanRun } from '../../src/runner/run-plan.ts';
import { eventually } from '../helpers/eventually.ts';
import { useFileWorkspace } from '../helpers/file-task.ts';
import { image } from '../helpers/task.ts';

const workspace = useFileWorkspace();

/** A file with these tasks, which end quickly when they are stopped. */
function file(...tasks: readonly object[]): object {
  return { version: '1', defaults: { image, stop: { grace: 0 } }, tasks };
}

/** A task that writes its name into a list. */
function task(label: string, more: object = {}): object {
  return { label, script: `echo ${label} >> order`, ...more };
}

async function order(): Promise<string> {
  const { output } = await workspace().run(file({ label: 'read', command: 'cat order' }), 'read');
  return output('read').trim().replaceAll('\n', ' ');
}

describe('what a task depends on', () => {
  test('runs before it, each once', async () => {
    const tasks = [
      task('all', { dependsOn: ['left', 'right'] }),
      task('left', { dependsOn: 'base' }),
      task('right', { dependsOn: ['base'] }),
      task('base'),
      task('other'),
    ];
    const { outcomes } = await workspace().run(file(...tasks), 'all');
    expect([...outcomes.values()].map(({ kind }) => kind)).toEqual(['ran', 'ran', 'ran', 'ran']);
    expect(await order()).toMatch(/^base (left right|right left) all$/);
  });

  test('runs in the order of a sequence', async () => {
    const dependsOn = ['one', 'two', 'three'];
    const all = { label: 'all', dependsOn, dependsOrder: 'sequence' };
    const slow = { label: 'one', script: 'sleep 0.3; echo one >> order' };
    const { outcome } = await workspace().run(file(all, slow, task('two'), task('three')), 'all');
    expect(outcome).toMatchObject({ kind: 'ran', result: { status: 'success' } });
    expect(await order()).toBe('one two three');
  });

  test('skips it when it fails, with the reason, and leaves others alone', async () => {
    const tasks = [
      task('all', { dependsOn: ['bad', 'good'] }),
      { label: 'bad', script: 'exit 3' },
      { label: 'good', script: 'sleep 0.5; echo good' },
    ];
    const { outcomes, output, lines } = await workspace().run(file(...tasks), 'all');
    expect(outcomes.get('bad')).toMatchObject({ kind: 'ran', result: { status: 'error', exitCode: 3 } });
    expect(outcomes.get('all')).toMatchObject({ kind: 'skipped' });
    expect(outcomes.get('good')).toMatchObject({ kind: 'ran', result: { status: 'success' } });
    expect(output('good')).toBe('good\n');
    expect(lines.find((line) => line.startsWith('all: skipped.'))).toContain('"bad"');
  });

  test('is stopped by a cancel, and what has not begun is skipped', async () => {
    const tasks = [task('all', { dependsOn: 'slow' }), { label: 'slow', script: 'echo up; sleep 60' }];
    let run: PlanRun | undefined;
    const ended = workspace().run(file(...tasks), 'all', { onStarted: (started) => (run = started) });
    await eventually('the task runs', () => run?.states.get('slow')?.kind === 'running');
    run?.cancel();
    const { outcomes } = await ended;
    expect(outcomes.get('slow')).toMatchObject({ kind: 'ran', result: { status: 'cancelled' } });
    expect(outcomes.get('all')).toMatchObject({ kind: 'skipped' });
  });

  test('goes on in the background until what needs it has ended', async () => {
    const server = { label: 'server', isBackground: true, script: 'touch up; sleep 60' };
    const wait = 'until [ -e up ]; do sleep 0.1; done; echo found';
    const tasks = [{ label: 'client', dependsOn: 'server', script: wait }, server];
    const { outcomes, output } = await workspace().run(file(...tasks), 'client');
    expect(output('client')).toBe('found\n');
    expect(outcomes.get('server')).toMatchObject({ kind: 'stopped' });
  });
});

describe('a matrix', () => {
  test('runs each combination, with what is included and without what is excluded', async () => {
    const matrix = {
      node: [22, 24],
      db: ['pg', 'redis'],
      exclude: [{ node: 22, db: 'redis' }],
      include: [{ node: 26, db: 'pg' }],
    };
    const tasks = [{ label: 'test', matrix, command: ['echo', '${matrix:node}-${matrix:db}'] }];
    const { outcomes, output } = await workspace().run(file(...tasks), 'test');
    const ids = [...outcomes.keys()].filter((id) => id !== 'test');
    expect(ids.map((id) => output(id).trim())).toEqual(['22-pg', '24-pg', '24-redis', '26-pg']);
    expect(outcomes.get('test')).toMatchObject({ result: { status: 'success' } });
  });

  test('stops the others when one fails, unless failFast is off', async () => {
    const script = '[ "${matrix:it}" = bad ] && exit 1; sleep ${matrix:it}';
    const matrix = (failFast: boolean, it: readonly string[]): object =>
      file({ label: 'test', script, matrix: { it, failFast } });
    const fast = await workspace().run(matrix(true, ['bad', '60']), 'test');
    expect(fast.outcomes.get('test (it: 60)')).toMatchObject({ result: { status: 'cancelled' } });
    const slow = await workspace().run(matrix(false, ['bad', '0.5']), 'test');
    expect(slow.outcomes.get('test (it: 0.5)')).toMatchObject({ result: { status: 'success' } });
  });

  test('runs no more of them at once than maxParallel', async () => {
    const script = 'mkdir busy || exit 1; sleep 0.3; rmdir busy';
    const matrix = { n: [1, 2, 3], maxParallel: 1 };
    const { outcome } = await workspace().run(file({ label: 'test', matrix, script }), 'test');
    expect(outcome).toMatchObject({ result: { status: 'success' } });
  });
});

test('a task is tried again, as often as it says', async () => {
  const script = 'echo x >> tries; [ $(wc -l < tries) -ge 3 ]';
  const flaky = (count: number): object =>
    file({ label: 'flaky', script, retry: { count, delay: '100ms', on: ['error'] } });
  const { outcome, lines } = await workspace().run(flaky(2), 'flaky');
  expect(outcome).toMatchObject({ result: { status: 'success' } });
  expect(lines.filter((line) => line.includes('attempt'))).toHaveLength(2);
  const { outcome: given } = await workspace().run(
    file({ label: 'never', script: 'exit 1', retry: { count: 1, on: ['timeout'] } }),
    'never',
  );
  expect(given).toMatchObject({ result: { status: 'error' } });
});

test('no more jobs are at work than the limit', async () => {
  const script = 'mkdir busy || exit 1; sleep 0.3; rmdir busy';
  const tasks = ['a', 'b', 'c'].map((label) => ({ label, script }));
  const all = { label: 'all', dependsOn: ['a', 'b', 'c'] };
  const { outcome } = await workspace().run(file(all, ...tasks), 'all', { limit: 1 });
  expect(outcome).toMatchObject({ result: { status: 'success' } });
});

test('what is up to date is skipped, and runs again when what it reads has changed', async () => {
  workspace().write({ 'src/a.txt': 'one' });
  const build = {
    label: 'build',
    script: 'mkdir -p out; cat src/a.txt > out/a.txt; echo built',
    files: ['src/**'],
    output: ['out/**'],
  };
  const test = { label: 'test', dependsOn: 'build', command: 'cat out/a.txt' };
  const first = await workspace().run(file(build, test), 'test');
  expect(first.output('build')).toBe('built\n');
  const second = await workspace().run(file(build, test), 'test');
  expect(second.outcomes.get('build')).toEqual({ kind: 'upToDate' });
  expect(second.lines).toContainEqual(expect.stringContaining('build: up to date.'));
  expect(second.output('test')).toBe('one');
  const forced = await workspace().run(file(build, test), 'build', { withoutCache: true });
  expect(forced.output('build')).toBe('built\n');
  workspace().write({ 'src/a.txt': 'two' });
  const third = await workspace().run(file(build, test), 'test');
  expect(third.output('test')).toBe('two');
});
