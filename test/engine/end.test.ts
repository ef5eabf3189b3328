import { afterEach, describe, expect, test } from 'vitest';
import { goneOrKilled, leftBehind, meddle, recordedTask, runAnd, runTask, shell } from '../helpers/task.ts';

afterEach(async () => {
  expect(await leftBehind()).toEqual([]);
});

describe('somebody else', () => {
  test('who kills the container makes the run an error', async () => {
    const recorded = recordedTask(shell('echo ready; sleep 60'));
    const result = await runAnd(recorded, () => meddle(recorded.task, 'POST', '/kill'));
    expect(result).toEqual({
      status: 'error',
      exitCode: 137,
      signal: 'SIGKILL',
      error: {
        message:
          'Somebody else had the engine send SIGKILL to the container (exit code 137), as "docker kill" and "docker stop" do.',
        advice: 'Run the task again.',
      },
    });
  });

  test('who removes the container ends the run', async () => {
    const recorded = recordedTask(shell('echo ready; sleep 60'));
    const run = runAnd(recorded, () => meddle(recorded.task, 'DELETE', '?force=true'));
    const outcome = await run.catch((error: unknown) => error);
    expect(outcome).toMatchObject(goneOrKilled(outcome));
  });
});

describe('lack of memory', () => {
  const memory = 16 * 2 ** 20;

  test('is told with the limit', async () => {
    const { result } = await runTask({ ...shell('sleep 0.3; exec tail /dev/zero'), memory });
    expect(result).toEqual({
      status: 'killed',
      exitCode: 137,
      signal: 'SIGKILL',
      outOfMemory: 'yes',
      error: {
        message: expect.stringMatching(/^It needed more memory than its limit of 16 MiB[.;]/) as unknown,
        advice: 'Raise "resources.memory", for example to "32m".',
        remedy: { in: 'file', field: 'resources.memory' },
      },
    });
  });

  test('of a child is a warning when the command succeeds', async () => {
    const { result } = await runTask({ ...shell('sleep 0.3; tail /dev/zero; sleep 0.5; true'), memory });
    expect(result).toEqual({
      status: 'success',
      exitCode: 0,
      warning: 'A process in the container was killed for lack of memory, though the command succeeded.',
    });
  });
});

test('too many processes are refused in the container, and its own words and exit code tell', async () => {
  const script = 'for i in $(seq 30); do sleep 5 & done';
  const { result, stderr } = await runTask({ ...shell(script), pids: 20 });
  expect(result).toEqual({
    status: 'error',
    exitCode: 2,
    error: {
      message: expect.stringMatching(/^The command failed with exit code 2 after .*can't fork/) as unknown,
      advice: 'It may have 20 processes: raise "resources.pids", for example to 40.',
      remedy: { in: 'file', field: 'resources.pids' },
    },
  });
  expect(stderr).toContain("can't fork");
});

test('output that ends before the container does not end the run', async () => {
  const { result, stdout } = await runTask(shell('echo early; exec >&- 2>&-; sleep 1; exit 4'));
  expect(result).toMatchObject({ status: 'error', exitCode: 4 });
  expect(stdout).toBe('early\n');
});
