import { expect, test, vi } from 'vitest';
import { defaultSettings } from '../../../src/core/container-task.ts';
import type { Shell } from '../../../src/driver/driver.ts';
import { TaskRunner } from '../../../src/runner/task-runner.ts';
import type { Run } from '../../../src/runner/task-runner.ts';
import { FakeDriver, untilAborted } from '../../helpers/fake-driver.ts';

const size = { columns: 80, rows: 24 };
const { signal } = new AbortController();

test('a shell is opened where the container runs, of the size that is asked for', async () => {
  const { driver, run, runner } = await started();
  const shell = fakeShell(driver.calls);
  driver.shell = (asked) => {
    expect(asked).toEqual(size);
    return Promise.resolve(shell);
  };
  expect(await run.openShell(size, signal)).toBe(shell);
  await runner[Symbol.asyncDispose]();
});

test('a shell ends before its container is left to another process, which could not type into it', async () => {
  const { driver, run, runner } = await started();
  driver.shell = () => Promise.resolve(fakeShell(driver.calls));
  await run.openShell(size, signal);
  await runner.leave();
  expect(driver.calls.slice(-3)).toEqual(['end of the shell', 'detach', 'close']);
});

test('there is no shell before the container runs, nor when it has ended', async () => {
  const driver = new FakeDriver();
  driver.prepared = untilAborted;
  const runner = new TaskRunner(() => Promise.resolve(driver));
  const run = start(runner);
  await expect(run.openShell(size, signal)).rejects.toThrow(/^The container does not run\.$/);
  runner.cancel(run.id);
  await run.ended;
  await expect(run.openShell(size, signal)).rejects.toThrow(/^The container does not run\.$/);
});

async function started(): Promise<{ driver: FakeDriver; runner: TaskRunner; run: Run }> {
  const driver = new FakeDriver();
  driver.handle = { engine: 'unix:///x', containerId: 'abc', name: 'x', startedAt: 1 };
  driver.waited = untilAborted;
  const runner = new TaskRunner(() => Promise.resolve(driver));
  const run = start(runner);
  await vi.waitFor(() => {
    expect(driver.calls).toContain('wait');
  });
  return { driver, runner, run };
}

function start(runner: TaskRunner): Run {
  const logger = { stdout: { write: () => undefined }, stderr: { write: () => undefined } };
  const close = (): Promise<void> => Promise.resolve();
  return runner.start(
    'key',
    { ...defaultSettings, label: 'x', image: 'busybox', command: [], close },
    logger,
  );
}

function fakeShell(calls: string[]): Shell {
  return {
    program: 'sh',
    output: (async function* () {})(),
    write: () => undefined,
    resize: () => Promise.resolve(),
    exitCode: () => Promise.resolve(0),
    [Symbol.asyncDispose]: () => {
      calls.push('end of the shell');
      return Promise.resolve();
    },
  };
}
