import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../../../src/core/container-task.ts';
import type { ContainerTask, Progress } from '../../../src/core/container-task.ts';
import { DriverError } from '../../../src/driver/driver.ts';
import { besideServices } from '../../../src/runner/beside-services.ts';
import type { ServiceLog } from '../../../src/runner/service-log.ts';
import { TaskRunner } from '../../../src/runner/task-runner.ts';
import type { TaskSpec } from '../../../src/runner/task-runner.ts';
import { FakeDriver, untilAborted } from '../../helpers/fake-driver.ts';

const logger = { stdout: { write: () => undefined }, stderr: { write: () => undefined } };
const cancelled = { status: 'cancelled', error: { message: 'You cancelled it.' } } as const;
const failed = { status: 'error', exitCode: 1, error: { message: 'The command failed.' } } as const;
const becauseOfDb = {
  status: 'error',
  error: { message: 'The service "db" ended while the task ran: The command failed.' },
};

test('starts services on a network of the run, then the task, and removes them in the other order', async () => {
  const driver = new FakeDriver();
  driver.waited = serving();
  const { run, logs } = start(driver, ['db', 'Web.Server']);
  expect(await run.ended).toEqual({ status: 'success', exitCode: 0 });
  expect(
    driver.tasks.map(({ id, label, network, networkAliases }) => [id, label, network, networkAliases]),
  ).toEqual([
    [`${run.id}-db-1`, 'db of test', `network of ${run.id}`, ['db']],
    [`${run.id}-web-server-2`, 'Web.Server of test', `network of ${run.id}`, ['Web.Server']],
    [run.id, 'test', `network of ${run.id}`, []],
  ]);
  expect(driver.calls.at(0)).toBe('network');
  expect(driver.calls.slice(-4)).toEqual(['close', 'close', 'close', 'close network']);
  expect(logs).toEqual(['db: stopped.', 'Web.Server: stopped.']);
});

test('runs a task without services as ever', async () => {
  const driver = new FakeDriver();
  expect(await start(driver, []).run.ended).toEqual({ status: 'success', exitCode: 0 });
  expect(driver.calls).toEqual(['prepare', 'run', 'wait', 'close']);
});

test('tells one progress of all: an image, else who is waited for', async () => {
  const driver = new FakeDriver();
  const pulling = { phase: 'pulling', image: 'x', current: 1, total: 2 } as const;
  const pulled = Promise.withResolvers<undefined>();
  driver.waited = serving();
  driver.prepared = async (_signal, task) => {
    if (!task.networkAliases.includes('db')) return;
    task.writeProgress(pulling);
    await pulled.promise;
    task.writeProgress({ phase: 'running' });
  };
  const { run, progress } = start(driver, ['db', 'web']);
  await expect.poll(() => driver.calls.includes('wait')).toBe(true); // The other one is ready.
  pulled.resolve(undefined);
  await run.ended;
  expect(progress).toEqual([
    { phase: 'waiting', services: ['db', 'web'] },
    pulling,
    { phase: 'waiting', services: ['db'] },
  ]);
});

describe('a network', () => {
  test('that cannot be made fails the run before anything is started', async () => {
    const driver = new FakeDriver();
    driver.networked = () => Promise.reject(new DriverError('No network.', 'Make room.'));
    const error = { message: 'No network.', advice: 'Make room.' };
    expect(await start(driver, ['db']).run.ended).toEqual({ status: 'error', error });
    expect(driver.calls).toEqual(['network']);
  });

  test('that stays is told as a warning', async () => {
    const driver = new FakeDriver();
    driver.waited = serving();
    driver.networkClosed = () => Promise.reject(new DriverError('It stays.', 'Remove it.'));
    expect(await start(driver, ['db']).run.ended).toMatchObject({
      status: 'success',
      warning: 'It stays. Remove it.',
    });
  });
});

describe('a service that fails', () => {
  test('ends the pull of the task’s image', async () => {
    const driver = new FakeDriver();
    const pulls = Promise.withResolvers<undefined>();
    driver.prepared = async (signal, task) => {
      if (isService(task)) return;
      pulls.resolve(undefined);
      await untilAborted(signal);
    };
    driver.waited = serving(pulls.promise);
    expect(await start(driver, ['db']).run.ended).toMatchObject(becauseOfDb);
    expect(driver.calls.at(-1)).toBe('close network');
  });

  test('ends the start of the task', async () => {
    const driver = new FakeDriver();
    const starts = Promise.withResolvers<undefined>();
    driver.started = async (signal) => {
      if (driver.tasks.length < 2) return;
      starts.resolve(undefined);
      await untilAborted(signal);
    };
    driver.waited = serving(starts.promise);
    expect(await start(driver, ['db']).run.ended).toMatchObject(becauseOfDb);
    expect(driver.calls.slice(-2)).toEqual(['close', 'close network']);
  });

  test('changes nothing of a task that has ended by itself', async () => {
    const driver = new FakeDriver();
    const over = Promise.withResolvers<undefined>();
    const service = serving(over.promise);
    driver.waited = async (signal, task) => {
      if (isService(task)) return service(signal, task);
      over.resolve(undefined);
      await untilAborted(signal).catch(() => undefined);
      return { status: 'success', exitCode: 0 };
    };
    expect(await start(driver, ['db']).run.ended).toEqual({ status: 'success', exitCode: 0 });
  });

  test('is the reason where the output of a task that has ended was on its way', async () => {
    const driver = new FakeDriver();
    const over = Promise.withResolvers<undefined>();
    const service = serving(over.promise);
    driver.waited = async (signal, task) => {
      if (isService(task)) return service(signal, task);
      over.resolve(undefined);
      return untilAborted(signal);
    };
    expect(await start(driver, ['db']).run.ended).toMatchObject(becauseOfDb);
  });

  test('does not take the place of a cancel that came before', async () => {
    const driver = new FakeDriver();
    const stopping = Promise.withResolvers<undefined>();
    const service = serving(stopping.promise);
    driver.waited = async (signal, task) => {
      if (isService(task)) return service(signal, task);
      await untilAborted(signal).catch(() => undefined);
      stopping.resolve(undefined);
      await Promise.resolve();
      return cancelled;
    };
    const { run, runner } = start(driver, ['db']);
    await expect.poll(() => driver.calls.filter((call) => call === 'wait').length).toBe(2);
    runner.cancel(run.id);
    expect(await run.ended).toEqual(cancelled);
  });

  test('without a log is not started', async () => {
    const driver = new FakeDriver();
    const openLog = (): Promise<ServiceLog> => Promise.reject(new Error('ENOSPC: no space left on device'));
    expect(await start(driver, ['db'], openLog).run.ended).toEqual({
      status: 'error',
      error: {
        message: 'The log of the service "db" could not be opened: ENOSPC: no space left on device.',
        advice: 'Free space on the disk of VS Code.',
      },
    });
    expect(driver.calls).toEqual(['network', 'close network']);
  });
});

/** Starts a task beside services. `logs` gets the lines that close the services' logs. */
function start(driver: FakeDriver, names: readonly string[], openLog?: () => Promise<ServiceLog>) {
  const logs: string[] = [];
  const progress: Progress[] = [];
  const runner = new TaskRunner(() => Promise.resolve(driver));
  runner.onDidChange((run, change) => {
    if (change === 'progress' && run.progress !== progress.at(-1)) progress.push(run.progress);
  });
  const close = (line: string): Promise<void> => {
    logs.push(line);
    return Promise.resolve();
  };
  const services = names.map((name) => ({ name, spec: taskSpec(name) }));
  const prepare = besideServices(services, openLog ?? (() => Promise.resolve({ logger, tail: '', close })));
  const run = runner.start('key', taskSpec('test'), logger, { prepare });
  return { run, runner, progress, logs };
}

function taskSpec(label: string): TaskSpec {
  return { ...defaultSettings, label, image: 'busybox', close: () => Promise.resolve() };
}

function isService({ networkAliases }: ContainerTask): boolean {
  return networkAliases.length > 0;
}

/** Services run until they are stopped, or fail at a time; tasks succeed at once. */
function serving(failure: Promise<unknown> = new Promise(() => undefined)): FakeDriver['waited'] {
  return async (signal, task) => {
    if (!isService(task)) return { status: 'success', exitCode: 0 };
    return Promise.race([untilAborted(signal).catch(() => cancelled), failure.then(() => failed)]);
  };
}
