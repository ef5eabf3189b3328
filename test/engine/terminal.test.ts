import { afterEach, expect, test } from 'vitest';
import { createDockerDriver } from '../../src/driver/docker/docker-driver.ts';
import { dockerHost } from '../helpers/engine-context.ts';
import { input, leftBehind, printed, recordedTask, runTask, shell } from '../helpers/task.ts';

const terminal = { columns: 100, rows: 30 };

afterEach(async () => {
  expect(await leftBehind()).toEqual([]);
});

test('a task with a terminal sees one, of its size, and writes both streams to it', async () => {
  // Engines before API 1.42 get the size when it runs.
  const script = 'test -t 0 && test -t 1 && test -t 2 && sleep 1 && stty size && echo err >&2; exit 3';
  const { result, stdout, stderr } = await runTask({ ...shell(script), terminal });
  expect(stdout).toBe('30 100\r\nerr\r\n');
  expect(stderr).toBe('');
  expect(result).toMatchObject({ status: 'error', exitCode: 3 });
});

test('what is typed is echoed and read, and its end is the end of the input', async () => {
  const typed = input('hello\n');
  const { stdout } = await runTask({ ...shell('cat; echo end; exit 5'), terminal, input: typed });
  expect(stdout).toBe('hello\r\nhello\r\nend\r\n');
});

test('the terminal can get another size while the task runs, and after its end that does nothing', async () => {
  const script = 'echo ready; until [ "$(stty size)" = "40 120" ]; do sleep 0.05; done';
  const recorded = recordedTask({ ...shell(script), terminal, timeout: 10_000 });
  const { signal } = new AbortController();
  await using cookie = await createDockerDriver({ docker: dockerHost }).prepare(recorded.task, signal);
  const running = await cookie.run(signal);
  await printed(recorded, 'ready');
  await running.resize({ columns: 120, rows: 40 });
  expect(await running.wait(signal)).toMatchObject({ status: 'success' });
  await running.resize(terminal);
});
