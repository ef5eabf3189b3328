import fs from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { defaultSettings } from '../../../../src/core/container-task.ts';
import type { RunResult, Status } from '../../../../src/core/run-result.ts';
import { FakeHistory, pastRun } from '../../../helpers/past-run.ts';
import { activeTasks } from '../../../../src/ui/run/active-tasks.ts';
import { PlanWindow } from '../../../helpers/plan-window.ts';
import { untilAborted } from '../../../helpers/fake-driver.ts';
import { useTemporaryFolder } from '../../../helpers/use-temporary-folder.ts';

const folder = useTemporaryFolder();

const task = (label: string, more: object = {}) => ({ label, image: 'busybox', command: 'x', ...more });

const failed = (status: Exclude<Status, 'success'>): RunResult => ({ status, error: { message: 'No.' } });

test('a task that has never run is idle', () => {
  expect(new PlanWindow(folder()).states.of('build')).toEqual({ kind: 'idle' });
});

test('a task runs, and so does what it needs, as one thing to be cancelled', async () => {
  const window = new PlanWindow(folder());
  window.driver.waited = untilAborted;
  const changed = vi.fn();
  window.states.onDidChange(changed);
  const tasks = [task('unit', { matrix: { os: ['a', 'b'] } }), task('test', { dependsOn: 'unit' })];
  const { run } = await window.start(tasks, 'test');
  await vi.waitFor(() => {
    expect(window.runner.running).toHaveLength(2);
  });
  for (const key of ['test', 'unit', 'unit (os: a)'])
    expect(window.states.of(key)).toMatchObject({ kind: 'running', active: { key: 'test' } });
  expect(window.states.of('unit (os: c)')).toEqual({ kind: 'idle' });
  const state = window.states.of('unit');
  if (state.kind === 'running') state.active.cancel();
  await run.ended;
  expect(window.states.of('test')).toMatchObject({ kind: 'ended', status: 'cancelled' });
  expect(changed).toHaveBeenCalled();
});

test.each<[string, readonly object[], Status, Status | 'idle']>([
  ['alone', [task('all')], 'error', 'idle'],
  ['that needs one', [task('all', { dependsOn: 'one' }), task('one')], 'timeout', 'timeout'],
  ['that only depends on others', [{ label: 'all', dependsOn: 'one' }, task('one')], 'killed', 'killed'],
  ['with a matrix', [task('all', { matrix: { os: ['a', 'b'] } })], 'error', 'idle'],
])('a task %s ended as badly as its worst run', async (_, tasks, status, ofOne) => {
  const window = new PlanWindow(folder());
  if (status !== 'success') window.driver.waited = () => Promise.resolve(failed(status));
  await window.run(tasks, 'all');
  const { states } = window;
  expect(states.of('all')).toMatchObject({ kind: 'ended', status });
  expect(states.of('one')).toMatchObject(
    ofOne === 'idle' ? { kind: 'idle' } : { kind: 'ended', status: ofOne },
  );
});

test('a run that begins is never counted beside its plan', async () => {
  const window = new PlanWindow(folder());
  const counts = new Set<number>();
  window.states.onDidChange(() => counts.add(activeTasks(window.plans, window.runner).length));
  await window.run([task('build')], 'build');
  expect([...counts].sort()).toEqual([0, 1]);
});

test('what was up to date, tried again, or stopped as nothing needed it any more is a success', async () => {
  const window = new PlanWindow(folder());
  window.driver.waited = (signal, running) => {
    running.writeProgress({ phase: 'running' });
    if (running.label === 'server') return untilAborted(signal);
    const first = window.driver.calls.filter((call) => call === 'wait').length === 1;
    return Promise.resolve(first ? failed('error') : { status: 'success', exitCode: 0 });
  };
  await window.run([task('flaky', { retry: { count: 1, delay: '0s' } })], 'flaky');
  expect(window.states.of('flaky')).toMatchObject({ kind: 'ended', status: 'success' });
  const tasks = [task('server', { isBackground: true }), task('test', { dependsOn: 'server' })];
  await window.run(tasks, 'test');
  expect(window.states.of('test')).toMatchObject({ kind: 'ended', status: 'success' });
  expect(window.states.of('server')).toMatchObject({ kind: 'ended', status: 'success' });
  for (const name of ['main.c', 'main.o']) fs.writeFileSync(path.join(folder(), name), '');
  const cached = [task('cached', { files: ['main.c'], output: ['main.o'] })];
  await window.run(cached, 'cached');
  const before = window.driver.calls.filter((call) => call === 'run').length;
  await window.run(cached, 'cached');
  expect(window.driver.calls.filter((call) => call === 'run')).toHaveLength(before);
  expect(window.states.of('cached')).toMatchObject({ kind: 'ended', status: 'success' });
});

test('what ended again while an earlier plan goes on is as it ended last', async () => {
  const window = new PlanWindow(folder());
  let lint: Status = 'success';
  window.driver.waited = (signal, running) => {
    if (running.label === 'serve') return untilAborted(signal);
    return Promise.resolve(lint === 'success' ? { status: 'success', exitCode: 0 } : failed(lint));
  };
  const tasks = [task('lint'), task('serve', { dependsOn: 'lint' })];
  const { run } = await window.start(tasks, 'serve');
  await vi.waitFor(() => {
    expect(window.states.of('lint')).toMatchObject({ kind: 'ended', status: 'success' });
  });
  lint = 'error';
  await window.run(tasks, 'lint');
  const after = window.states.of('lint');
  expect(after).toMatchObject({ kind: 'ended', status: 'error' });
  run.cancel();
  await run.ended;
  expect(window.states.of('lint')).toEqual(after);
});

test('a run that a reloaded window goes on with runs for its own task, and for what was started', async () => {
  const window = new PlanWindow(folder());
  window.driver.waited = untilAborted;
  const { runner, states } = window;
  const plan = { id: 'plan', key: 'all', label: 'all' };
  const spec = { ...defaultSettings, label: 'one', image: 'busybox', close: () => Promise.resolve() };
  const sink = { write: () => Promise.resolve() };
  const run = runner.start('one', spec, { stdout: sink, stderr: sink }, { plan });

  for (const key of ['one', 'all']) expect(states.of(key)).toMatchObject({ kind: 'running' });
  runner.cancel(run.id);
  await run.ended;
  for (const key of ['one', 'all']) expect(states.of(key)).toEqual({ kind: 'idle' });
});

test('a run of another window, or of before a restart, counts where it is newer', async () => {
  const history = new FakeHistory();
  const window = new PlanWindow(folder(), history);
  history.have(pastRun('1', { key: 'build', result: failed('error') }));
  expect(window.states.of('build')).toEqual({
    ...{ kind: 'ended', status: 'error', endedAt: 2000, milliseconds: 1000 },
  });
  await window.run([task('build')], 'build');
  expect(window.states.of('build')).toMatchObject({ status: 'success' });
  const startedAt = Date.now() + 60_000;
  history.have(pastRun('2', { key: 'build', startedAt, result: failed('timeout') }));
  expect(window.states.of('build')).toMatchObject({ status: 'timeout', endedAt: startedAt + 1000 });
});

test('what was forgotten is idle again', async () => {
  const window = new PlanWindow(folder());
  const { id, run } = await window.start([task('build')], 'build');
  await run.ended;
  window.plans.forget(new Set(['another']));
  expect(window.states.of('build').kind).toBe('ended');
  window.plans.forget(new Set([id]));
  expect(window.states.of('build')).toEqual({ kind: 'idle' });
});
