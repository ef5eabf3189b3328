import { afterEach, describe, expect, test } from 'vitest';
import type { RunResult } from '../../src/core/run-result.ts';
import { createDockerDriver } from '../../src/driver/docker/docker-driver.ts';
import { dockerHost } from '../helpers/engine-context.ts';
import { leftBehind, printed, recordedTask, runAnd, runTask, shell } from '../helpers/task.ts';
import type { RecordedTask } from '../helpers/task.ts';

afterEach(async () => {
  expect(await leftBehind()).toEqual([]);
});

const driver = createDockerDriver({ docker: dockerHost });
const patient = { signal: '', grace: 30_000 };

describe('a timeout', () => {
  test('stops the container', async () => {
    const { result, stdout } = await runTask({
      ...shell('echo started; exec sleep 60'),
      timeout: 1500,
      stop: patient,
    });
    expect(result).toEqual({
      status: 'timeout',
      exitCode: 143,
      signal: 'SIGTERM',
      error: {
        message: expect.stringMatching(
          /^It ran longer than its timeout of 1\.5 s, and printed nothing for the last 1\.\d s\.$/,
        ) as unknown,
        advice: 'Find out what it waits for, or raise "timeout", for example to "3s".',
        remedy: { in: 'file', field: 'timeout' },
      },
    });
    expect(stdout).toBe('started\n');
  });

  test('that is not reached changes nothing', async () => {
    expect((await runTask({ timeout: 60_000 })).result).toEqual({ status: 'success', exitCode: 0 });
  });

  test('longer than a timer can be does not stop the container at once', async () => {
    const days = 60 * 24 * 3600 * 1000;
    expect((await runTask({ ...shell('sleep 0.3'), timeout: days })).result.status).toBe('success');
  });
});

describe('a cancel while the container runs', () => {
  test('asks it to stop, and keeps what it says at the end', async () => {
    const recorded = recordedTask({
      ...shell('trap "echo bye; exit 3" TERM; echo ready; while :; do sleep 0.1; done'),
      stop: patient,
    });
    expect(await cancelWhenReady(recorded)).toEqual({
      status: 'cancelled',
      exitCode: 3,
      error: { message: 'You cancelled it.' },
    });
    expect(recorded.stdout().toString()).toBe('ready\nbye\n');
  });

  test('kills it after the grace when it does not listen', async () => {
    const recorded = recordedTask({
      ...shell('trap "" TERM; echo ready; while :; do sleep 0.1; done'),
      init: false,
    });
    const started = performance.now();
    expect(await cancelWhenReady(recorded)).toMatchObject({ status: 'cancelled', exitCode: 137 });
    expect(performance.now() - started).toBeGreaterThan(1000);
  });

  test('kills it at once without a grace', async () => {
    const recorded = recordedTask({
      ...shell('trap "" TERM; echo ready; while :; do sleep 0.1; done'),
      stop: { signal: '', grace: 0 },
    });
    expect(await cancelWhenReady(recorded)).toMatchObject({ status: 'cancelled', exitCode: 137 });
  });

  test('sends the task’s own signal', async () => {
    const recorded = recordedTask({
      ...shell('trap "echo interrupted; exit 5" INT; echo ready; while :; do sleep 0.1; done'),
      stop: { ...patient, signal: 'SIGINT' },
    });
    expect(await cancelWhenReady(recorded)).toMatchObject({ status: 'cancelled', exitCode: 5 });
    expect(recorded.stdout().toString()).toBe('ready\ninterrupted\n');
  });
});

describe('a cancel before the container runs', () => {
  test('creates nothing when it comes first', async () => {
    const reason = new Error('enough');
    await expect(runTask({}, AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  test('does not start what was created', async () => {
    const abort = new AbortController();
    const recorded = recordedTask(shell('echo started'));
    await using cookie = await driver.prepare(recorded.task, abort.signal);
    abort.abort(new Error('enough'));
    await expect(cookie.run(abort.signal)).rejects.toThrow('enough');
    expect(recorded.stdout().toString()).toBe('');
  });

  test.each([0, 3, 6, 10, 15, 25, 50, 100, 150, 200, 300, 400])(
    'leaves nothing when it comes %i ms after the beginning',
    async (delay) => {
      const reason = new Error('enough');
      const abort = new AbortController();
      const timer = setTimeout(() => {
        abort.abort(reason);
      }, delay);
      const run = runTask({ command: ['sleep', '60'] }, abort.signal);
      const outcome = await run.then(
        ({ result }) => result.status,
        (error: unknown) => error,
      );
      clearTimeout(timer);
      expect(['cancelled', reason]).toContain(outcome);
    },
  );
});

describe('a cookie that is disposed', () => {
  test('without a run removes the container', async () => {
    const cookie = await driver.prepare(recordedTask().task, new AbortController().signal);
    await cookie[Symbol.asyncDispose]();
    await cookie[Symbol.asyncDispose]();
  });

  test('while the container runs kills it', async () => {
    const { signal } = new AbortController();
    const recorded = recordedTask(shell('echo ready; sleep 60'));
    const cookie = await driver.prepare(recorded.task, signal);
    const result = expect((await cookie.run(signal)).wait(signal)).rejects.toThrow(
      'The container was removed before the task had ended.',
    );
    await printed(recorded, 'ready');
    await cookie[Symbol.asyncDispose]();
    await result;
  });
});

function cancelWhenReady(recorded: RecordedTask): Promise<RunResult> {
  const abort = new AbortController();
  return runAnd(
    recorded,
    () => {
      abort.abort();
    },
    abort.signal,
  );
}
