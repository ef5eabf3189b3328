import { expect, test, vi } from 'vitest';
import type { LogSink } from '../../../src/core/container-task.ts';
import { defaultSettings } from '../../../src/core/container-task.ts';
import { createDockerDriver } from '../../../src/driver/docker/docker-driver.ts';
import { DriverError } from '../../../src/driver/driver.ts';
import { maskRun } from '../../../src/runner/mask-run.ts';
import { TaskRunner } from '../../../src/runner/task-runner.ts';
import type { TaskSpec } from '../../../src/runner/task-runner.ts';
import { FakeDriver } from '../../helpers/fake-driver.ts';
import { failure, startFakeEngine } from '../../helpers/fake-engine.ts';
import { answers } from '../../helpers/fake-runs.ts';
import { quickDeadlines } from '../../helpers/quick-deadlines.ts';
import { image } from '../../helpers/task.ts';

const secret = 'hunter2-hunter2';
const spec: TaskSpec = {
  ...defaultSettings,
  label: 'build',
  image,
  envVars: { TOKEN: secret },
  secrets: [secret],
  close: () => Promise.resolve(),
};

/** A sink that keeps what it gets, and asks for time when it is told to. */
function keeping(time?: Promise<void>): LogSink & { text: string } {
  const sink = {
    text: '',
    write: (chunk: Uint8Array) => {
      sink.text += Buffer.from(chunk).toString();
      return time;
    },
  };
  return sink;
}

test('masks each stream by itself, and gives what was held back before the run ends', async () => {
  const driver = new FakeDriver();
  const [stdout, stderr] = [keeping(), keeping()];
  driver.waited = () => {
    const [task] = driver.tasks;
    for (const piece of ['out: hunter2', '-hunter2\n', 'hunter'])
      void task?.logger.stdout.write(Buffer.from(piece));
    void task?.logger.stderr.write(Buffer.from(`err: ${encodeURIComponent(secret)}`));
    return Promise.resolve({ status: 'success', exitCode: 0 });
  };
  await new TaskRunner(() => Promise.resolve(driver)).start('key', spec, { stdout, stderr }).ended;
  expect([stdout.text, stderr.text]).toEqual(['out: ***\nhunter', 'err: ***']);
});

test('holds the container back as the logger does, and no longer than it has something for it', () => {
  const time = Promise.resolve();
  const mask = maskRun([secret], { stdout: keeping(time), stderr: keeping() });
  expect(mask.logger.stdout.write(Buffer.from('text'))).toBe(time);
  expect(mask.logger.stdout.write(Buffer.from('hunt'))).toBeUndefined();
  expect(mask.logger.stderr.write(Buffer.from('text'))).toBeUndefined();
});

test('a run without secrets has its logger as it is', () => {
  const logger = { stdout: keeping(), stderr: keeping() };
  expect(maskRun([], logger).logger).toBe(logger);
});

test('masks what a run is busy with, and every sentence of its result', async () => {
  const driver = new FakeDriver();
  const runner = new TaskRunner(() => Promise.resolve(driver));
  driver.started = () => {
    driver.tasks[0]?.writeProgress({ phase: 'building', step: `RUN echo ${secret}`, current: 1, total: 2 });
    return Promise.reject(
      new DriverError(`It said ${secret}.`, `Do not say ${secret}.`, {
        remedy: { in: 'file', field: 'command', value: `say ${secret}` },
      }),
    );
  };
  driver.closed = () => Promise.reject(new DriverError(`It holds ${secret}.`, 'Wait.'));
  const run = runner.start('key', spec, { stdout: keeping(), stderr: keeping() });
  expect(await run.ended).toEqual({
    status: 'error',
    error: {
      message: 'It said ***.',
      advice: 'Do not say ***.',
      remedy: { in: 'file', field: 'command', value: 'say ***' },
    },
    warning: 'It holds ***. Wait.',
  });
  expect(run.progress).toEqual({ phase: 'building', step: 'RUN echo ***', current: 1, total: 2 });
});

test('a run with secrets ends with its window: another would not know them', async () => {
  const driver = new FakeDriver();
  driver.handle = { engine: 'unix:///e', containerId: 'abc', name: 'name', startedAt: 1 };
  driver.waited = () => new Promise(() => undefined);
  const runner = new TaskRunner(() => Promise.resolve(driver));
  const told = vi.fn();
  const run = runner.start('key', spec, { stdout: keeping(), stderr: keeping() }, { onRunning: told });
  await vi.waitFor(() => {
    expect(driver.calls).toContain('wait');
  });
  expect(await runner.leave()).toEqual([]);
  await runner[Symbol.asyncDispose]();
  expect(told).not.toHaveBeenCalled();
  expect(driver.calls).not.toContain('detach');
  expect(run.status).toBe('cancelled');
});

test.each([
  ['POST /containers/create', `invalid environment variable: "TOKEN=${secret}"`],
  ['POST /containers/create', `{"Env":["TOKEN=${JSON.stringify(secret).slice(1, -1)}"]} is too long`],
  ['POST /containers/abc/start', `exec: "login ${secret}": executable file not found in $PATH`],
  ['POST /containers/abc/start', `setenv ${Buffer.from(secret).toString('base64')}: out of memory`],
])('what an engine says of a secret is in no result: %s says %s', async (route, message) => {
  await using engine = await startFakeEngine(answers({ [route]: failure(400, message) }));
  const driver = createDockerDriver({ docker: engine.dockerHost }, quickDeadlines);
  const runner = new TaskRunner(() => Promise.resolve(driver));
  const result = await runner.start('key', spec, { stdout: keeping(), stderr: keeping() }).ended;
  expect(result.status).toBe('error');
  expect(JSON.stringify(result)).toContain('***');
  expect(JSON.stringify(result)).not.toContain('hunter2');
});

test('what a builder says of a secret is in no result or output', async () => {
  const stream = `Step 1/1 : RUN login ${secret}\n`;
  const error = `ARG ${secret} failed`;
  await using engine = await startFakeEngine(
    answers({
      'POST /build': (response, request) => {
        request
          .resume()
          .on('end', () =>
            response.end(
              `${JSON.stringify({ stream })}\n${JSON.stringify({ errorDetail: { message: error } })}\n`,
            ),
          );
      },
    }),
  );
  const stdout = keeping();
  const runner = new TaskRunner(() =>
    Promise.resolve(createDockerDriver({ docker: engine.dockerHost }, quickDeadlines)),
  );
  const build = {
    context: import.meta.dirname,
    dockerfile: 'mask-run.test.ts',
    target: '',
    args: { TOKEN: secret },
  };
  const run = runner.start('key', { ...spec, build }, { stdout, stderr: keeping() });
  const shown = JSON.stringify([await run.ended, run.progress, stdout.text]);
  expect(shown).toContain('ARG *** failed');
  expect(shown).toContain('RUN login ***');
  expect(shown).not.toContain('hunter2');
});
