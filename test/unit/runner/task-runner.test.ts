import { describe, expect, test, vi } from 'vitest';
import { defaultSettings } from '../../../src/core/container-task.ts';
import type { RunResult } from '../../../src/core/run-result.ts';
import { DriverError } from '../../../src/driver/driver.ts';
import { TaskRunner } from '../../../src/runner/task-runner.ts';
import type { RunChange, TaskSpec } from '../../../src/runner/task-runner.ts';
import { FakeDriver, untilAborted } from '../../helpers/fake-driver.ts';

const logger = { stdout: { write: () => undefined }, stderr: { write: () => undefined } };

function taskSpec(overrides: Partial<TaskSpec> = {}): TaskSpec {
  return {
    ...defaultSettings,
    label: 'Build it!',
    image: 'busybox',
    command: ['true'],
    close: () => Promise.resolve(),
    ...overrides,
  };
}

function start(driver: FakeDriver, spec = taskSpec()) {
  const runner = new TaskRunner(() => Promise.resolve(driver));
  const changes: RunChange[] = [];
  runner.onDidChange((_run, change) => changes.push(change));
  return { runner, changes, run: runner.start('key', spec, logger) };
}

test('runs a task from its image to its result, and closes the cookie and the task', async () => {
  const driver = new FakeDriver();
  const close = vi.fn(() => Promise.resolve());
  const { run, runner, changes } = start(driver, taskSpec({ close }));
  expect(runner.running).toEqual([run]);
  expect(run.status).toBe('running');
  await expect(run.ended).resolves.toEqual({ status: 'success', exitCode: 0 });
  expect(driver.calls).toEqual(['prepare', 'run', 'wait', 'close']);
  expect(close).toHaveBeenCalledOnce();
  expect(runner.running).toEqual([]);
  expect(run.status).toBe('success');
  expect(run.endedAt).toBeGreaterThanOrEqual(run.startedAt);
  expect(changes).toEqual(['started', 'progress', 'ended']);
});

test("gives each run an id of its own that tells the task's name", () => {
  const driver = new FakeDriver();
  const { run, runner } = start(driver);
  expect(run.id).toMatch(/^build-it-[0-9a-f]{8}$/);
  expect(runner.start('key', taskSpec({ label: '№ 1' }), logger).id).toMatch(/^1-[0-9a-f]{8}$/);
  expect(runner.start('key', taskSpec({ label: '构建' }), logger).id).toMatch(/^[0-9a-f]{8}$/);
});

test('tells what the driver does and measures', async () => {
  const driver = new FakeDriver();
  const ready = Promise.withResolvers<undefined>();
  driver.waited = async () => {
    await ready.promise;
    return { status: 'success', exitCode: 0 };
  };
  const { run, changes } = start(driver);
  await vi.waitFor(() => {
    expect(driver.calls).toContain('wait');
  });
  const [task] = driver.tasks;
  task?.writeProgress({ phase: 'running' });
  task?.writeStat({ timestamp: 1, metrics: { cpu_total: 7 } });
  expect(run.progress).toEqual({ phase: 'running' });
  expect(run.stats.latest?.metrics).toEqual({ cpu_total: 7 });
  expect(changes).toEqual(['started', 'progress', 'progress', 'stats']);
  ready.resolve(undefined);
  await run.ended;
});

test('closes the cookie when run fails', async () => {
  const driver = new FakeDriver();
  driver.started = () => Promise.reject(new DriverError('The engine is gone.', 'Start it.'));
  const { run } = start(driver);
  await expect(run.ended).resolves.toEqual({
    status: 'error',
    error: { message: 'The engine is gone.', advice: 'Start it.' },
  });
  expect(driver.calls).toEqual(['prepare', 'run', 'close']);
});

test('closes the task when prepare fails', async () => {
  const driver = new FakeDriver();
  driver.prepared = () => Promise.reject(new DriverError('No engine answers.', 'Start one.'));
  const close = vi.fn(() => Promise.resolve());
  const { run } = start(driver, taskSpec({ close }));
  await expect(run.ended).resolves.toMatchObject({
    status: 'error',
    error: { message: 'No engine answers.' },
  });
  expect(driver.calls).toEqual(['prepare']);
  expect(close).toHaveBeenCalledOnce();
});

test('says that a mistake of its own is its own', async () => {
  const driver = new FakeDriver();
  driver.started = () => Promise.reject(new TypeError('x is not a function'));
  const { run } = start(driver);
  expect((await run.ended).error?.message).toBe('Container Tasks made a mistake: x is not a function.');
});

test('ends with an error when the driver cannot be loaded', async () => {
  const runner = new TaskRunner(() => Promise.reject(new Error('the file is damaged')));
  const result = await runner.start('key', taskSpec(), logger).ended;
  expect(result).toMatchObject({
    status: 'error',
    error: { message: 'Container Tasks made a mistake: the file is damaged.' },
  });
  expect(runner.running).toEqual([]);
});

test('warns when the container could not be removed, and keeps the result', async () => {
  const driver = new FakeDriver();
  driver.closed = () => Promise.reject(new DriverError('It could not be removed.', 'Remove it.'));
  const { run } = start(driver);
  const warning = 'It could not be removed. Remove it.';
  await expect(run.ended).resolves.toEqual({ status: 'success', exitCode: 0, warning });
});

test.each(['prepared', 'started', 'waited'] as const)('is cancelled while it is being %s', async (step) => {
  const driver = new FakeDriver();
  driver[step] = untilAborted;
  const { runner, run, changes } = start(driver);
  await vi.waitFor(() => {
    expect(driver.calls).toContain({ prepared: 'prepare', started: 'run', waited: 'wait' }[step]);
  });
  runner.cancel(run.id);
  expect(run.stopping).toBe(true);
  expect((await run.ended).status).toBe('cancelled');
  expect(changes.at(-1)).toBe('ended');
  if (step !== 'prepared') expect(driver.calls.at(-1)).toBe('close');
});

test('takes the word of the driver on how a cancelled run ended', async () => {
  const driver = new FakeDriver();
  const result: RunResult = { status: 'cancelled', exitCode: 143, error: { message: 'You cancelled it.' } };
  driver.waited = async (signal) => {
    await untilAborted(signal).catch(() => undefined);
    return result;
  };
  const { runner, run } = start(driver);
  await vi.waitFor(() => {
    expect(driver.calls).toContain('wait');
  });
  runner.cancel(run.id);
  await expect(run.ended).resolves.toEqual(result);
});

describe('a second cancel of an engine that does not answer', () => {
  const hang = (): Promise<never> => new Promise(() => undefined);

  test.each(['prepared', 'started', 'waited', 'closed'] as const)(
    'ends a run that is being %s',
    async (step) => {
      vi.useFakeTimers();
      const driver = new FakeDriver();
      if (step !== 'closed') driver[step] = hang;
      driver.closed = hang;
      const { runner, run } = start(driver);
      await vi.advanceTimersByTimeAsync(0);
      runner.cancel(run.id);
      await vi.advanceTimersByTimeAsync(60_000);
      expect(run.status).toBe('running');
      runner.cancel(run.id);
      await vi.advanceTimersByTimeAsync(2_000);
      expect(await run.ended).toMatchObject({
        status: step === 'closed' ? 'success' : 'cancelled',
        warning: expect.stringContaining('The engine has not yet removed its container.') as unknown,
      });
      expect(vi.getTimerCount()).toBe(0);
      vi.useRealTimers();
    },
  );

  test('removes the container when the engine has created it in the end', async () => {
    vi.useFakeTimers();
    const driver = new FakeDriver();
    const created = Promise.withResolvers<undefined>();
    driver.prepared = () => created.promise;
    const { runner, run } = start(driver);
    runner.cancel(run.id);
    runner.cancel(run.id);
    await vi.advanceTimersByTimeAsync(2_000);
    expect((await run.ended).status).toBe('cancelled');
    expect(driver.calls).toEqual(['prepare']);
    created.resolve(undefined);
    await vi.advanceTimersByTimeAsync(0);
    expect(driver.calls.at(-1)).toBe('close');
    vi.useRealTimers();
  });
});

test('removes the container at once when it is cancelled a second time', async () => {
  const driver = new FakeDriver();
  driver.waited = () => new Promise(() => undefined); // A container that takes its time to stop.
  const { runner, run } = start(driver);
  await vi.waitFor(() => {
    expect(driver.calls).toContain('wait');
  });
  runner.cancel(run.id);
  await new Promise((resolve) => setImmediate(resolve));
  expect(driver.calls).not.toContain('close');
  runner.cancel(run.id);
  expect((await run.ended).status).toBe('cancelled');
  expect(driver.calls.at(-1)).toBe('close');
});

test('removes every container when it is disposed', async () => {
  const driver = new FakeDriver();
  driver.waited = () => new Promise(() => undefined);
  const { runner, run } = start(driver);
  const other = runner.start('other', taskSpec(), logger);
  await vi.waitFor(() => {
    expect(driver.calls.filter((call) => call === 'wait')).toHaveLength(2);
  });
  await runner[Symbol.asyncDispose]();
  expect(driver.calls.filter((call) => call === 'close')).toHaveLength(2);
  expect([run.status, other.status]).toEqual(['cancelled', 'cancelled']);
});

test('knows the last run of each task, the newest first', async () => {
  const driver = new FakeDriver();
  const { runner, run } = start(driver);
  const second = runner.start('other', taskSpec(), logger);
  expect(runner.latest).toEqual([second, run]);
  const again = runner.start('key', taskSpec(), logger);
  expect(runner.latest).toEqual([again, second]);
  await Promise.all([run.ended, second.ended, again.ended]);
});

test('tells a listener that was disposed nothing more', async () => {
  const driver = new FakeDriver();
  const runner = new TaskRunner(() => Promise.resolve(driver));
  const listener = vi.fn();
  runner.onDidChange(listener).dispose();
  await runner.start('key', taskSpec(), logger).ended;
  expect(listener).not.toHaveBeenCalled();
});

test('gives the terminal the last size that it was given before it ran, and each later one', async () => {
  const driver = new FakeDriver();
  const [prepared, waited] = [Promise.withResolvers<undefined>(), Promise.withResolvers<RunResult>()];
  driver.prepared = () => prepared.promise.then(() => undefined);
  driver.waited = () => waited.promise;
  const { run } = start(driver);
  run.resize({ columns: 1, rows: 1 });
  run.resize({ columns: 2, rows: 2 });
  prepared.resolve(undefined);
  await vi.waitFor(() => {
    expect(driver.calls).toContain('wait');
  });
  run.resize({ columns: 3, rows: 3 });
  waited.resolve({ status: 'success', exitCode: 0 });
  await run.ended;
  expect(driver.sizes.map(({ columns }) => columns)).toEqual([2, 3]);
});

describe('a container that another process can take over', () => {
  const handle = { engine: 'unix:///e', containerId: 'abc', name: 'name', startedAt: 1 };

  test('is left as it is, and the run does not end here', async () => {
    const { driver, runner, run, ended } = startRunning(handle);
    await vi.waitFor(() => {
      expect(driver.calls).toContain('wait');
    });
    expect(await runner.leave()).toEqual([{ ...handle, runId: run.id }]);
    expect(driver.calls).toEqual(['prepare', 'run', 'wait', 'detach', 'close']);
    expect(runner.running).toEqual([]);
    await runner[Symbol.asyncDispose]();
    expect(ended).not.toHaveBeenCalled();
  });

  test('is told as soon as it runs', async () => {
    const driver = new FakeDriver();
    driver.handle = handle;
    const told = vi.fn();
    const runner = new TaskRunner(() => Promise.resolve(driver));
    const run = runner.start('key', taskSpec(), logger, { onRunning: told });
    await run.ended;
    expect(told.mock.calls).toEqual([[{ ...handle, runId: run.id }]]);
  });

  test.each(['prepared', 'started'] as const)('is none yet while it is being %s', async (step) => {
    const driver = new FakeDriver();
    driver.handle = handle;
    driver[step] = untilAborted;
    const { runner, run } = start(driver);
    await vi.waitFor(() => {
      expect(driver.calls).toContain({ prepared: 'prepare', started: 'run' }[step]);
    });
    expect(await runner.leave()).toEqual([]);
    expect(runner.running).toEqual([run]);
    await runner[Symbol.asyncDispose]();
    expect(run.status).toBe('cancelled');
  });

  test('is none any more when it is being stopped', async () => {
    const { driver, runner, run } = startRunning(handle);
    await vi.waitFor(() => {
      expect(driver.calls).toContain('wait');
    });
    runner.cancel(run.id);
    expect(await runner.leave()).toEqual([]);
    await runner[Symbol.asyncDispose]();
    expect(driver.calls).not.toContain('detach');
  });

  test('is none where the driver gives no handle', async () => {
    const { driver, runner } = startRunning(undefined);
    await vi.waitFor(() => {
      expect(driver.calls).toContain('wait');
    });
    expect(await runner.leave()).toEqual([]);
    await runner[Symbol.asyncDispose]();
  });

  test('goes on as the run that it was', async () => {
    const driver = new FakeDriver();
    driver.handle = handle;
    const point = { length: 0, sha256: '' };
    const from = { stdout: point, stderr: point, at: 5 };
    const runner = new TaskRunner(() => Promise.reject(new Error('it is not asked for another driver')));
    const record = { key: 'key', spec: taskSpec(), startedAt: 7, handle: { ...handle, runId: 'build-1' } };
    const told = vi.fn();
    const run = runner.resume(record, await driver.recover(), from, logger, told);
    expect(runner.running).toEqual([run]);
    expect(run).toMatchObject({ id: 'build-1', key: 'key', startedAt: 7, status: 'running' });
    expect(run.plan).toEqual({ id: 'build-1', key: 'key', label: taskSpec().label });
    expect(await run.ended).toEqual({ status: 'success', exitCode: 0 });
    expect(driver.calls).toEqual(['recover', 'resume', 'run', 'wait', 'close']);
    expect(driver.resumed).toEqual([from]);
    expect(told).toHaveBeenCalledWith(record.handle);
  });

  function startRunning(given: FakeDriver['handle']) {
    const driver = new FakeDriver();
    driver.handle = given;
    driver.waited = () => new Promise(() => undefined);
    const started = start(driver);
    const ended = vi.fn();
    void started.run.ended.then(ended);
    return { ...started, driver, ended };
  }
});

test('has as many listeners as there are jobs at once, without a warning of Node.js', async () => {
  const runner = new TaskRunner(() => Promise.resolve(new FakeDriver()));
  const warned = vi.spyOn(process, 'emitWarning').mockReturnValue(undefined);
  for (let index = 0; index < 40; index++) runner.onDidChange(() => undefined);
  expect(warned).not.toHaveBeenCalled();
  warned.mockRestore();
  await runner[Symbol.asyncDispose]();
});

describe('what has happened to a run', () => {
  test('is its start and its end', async () => {
    const { run } = start(new FakeDriver());
    expect(run.events).toEqual([]);
    await run.ended;
    expect(run.events.map(({ kind }) => kind)).toEqual(['running', 'end']);
    expect(run.events.at(-1)?.at).toBe(run.endedAt);
  });

  test('is the first time that it was asked to stop, too', async () => {
    const driver = new FakeDriver();
    driver.waited = untilAborted;
    const { run, runner } = start(driver);
    await vi.waitFor(() => {
      expect(driver.calls).toContain('wait');
    });
    runner.cancel(run.id);
    runner.cancel(run.id);
    await run.ended;
    expect(run.events.map(({ kind }) => kind)).toEqual(['running', 'cancel', 'end']);
  });
});
