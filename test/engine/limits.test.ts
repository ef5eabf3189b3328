import { afterEach, describe, expect, test } from 'vitest';
import { askEngine } from '../helpers/engine-api.ts';
import { dockerHost } from '../helpers/engine-context.ts';
import { inspectPrepared, leftBehind, runTask, shell } from '../helpers/task.ts';

/** What a container may use of the machine, beside memory, CPU and processes, which host.test.ts proves. */

afterEach(async () => {
  expect(await leftBehind()).toEqual([]);
});

test('the shared memory has its size', async () => {
  const script = 'df -k /dev/shm | tail -1 | tr -s " " | cut -d" " -f2';
  expect((await runTask({ ...shell(script), shmSize: 3 * 2 ** 20 })).stdout).toBe('3072\n');
  expect((await runTask(shell(script))).stdout).toBe('65536\n'); // The engine's default.
});

test('the limits of a process are set, each in both its forms', async () => {
  const ulimits = [
    { name: 'nofile', soft: 100, hard: 200 },
    { name: 'core', soft: 0, hard: -1 },
    { name: 'cpu', soft: 30, hard: 30 },
  ];
  const script = 'ulimit -Sn; ulimit -Hn; ulimit -Sc; ulimit -Hc; ulimit -St; ulimit -Ht';
  const { stdout } = await runTask({ ...shell(script), ulimits });
  expect(stdout.trim().split('\n')).toEqual(['100', '200', '0', 'unlimited', '30', '30']);
});

test('GPUs are asked for as the Docker CLI does', async () => {
  const request = { Driver: '', DeviceIDs: null, Capabilities: [['gpu']], Options: null };
  const all = (await inspectPrepared({ gpus: 'all' })).HostConfig;
  expect(all['DeviceRequests']).toEqual([{ ...request, Count: -1 }]);
  const two = (await inspectPrepared({ gpus: 2 })).HostConfig;
  expect(two['DeviceRequests']).toEqual([{ ...request, Count: 2 }]);
});

describe('what cannot be had is said, and nothing runs', () => {
  test.each([
    ['nosuch', 1, 1, 'wrong rlimit value: RLIMIT_NOSUCH'],
    ['nofile', 200, 100, 'invalid argument'],
    ['nofile', 100, 2 ** 40, 'operation not permitted'],
  ])('the limit %s of %i and %i', async (name, soft, hard, message) => {
    await expect(runTask({ ulimits: [{ name, soft, hard }] })).rejects.toMatchObject({
      name: 'DriverError',
      message: expect.stringContaining(message) as unknown,
      advice: expect.stringContaining('Correct "resources.ulimits"') as unknown,
    });
  });

  test('a GPU that the engine has no driver for', async ({ skip }) => {
    const info = (await askEngine(dockerHost, 'GET', '/info')) as { readonly Runtimes: object };
    skip('nvidia' in info.Runtimes, 'this engine has a driver');
    await expect(runTask({ gpus: 1 })).rejects.toMatchObject({
      message:
        'The engine could not start the container: could not select device driver "" with capabilities: [[gpu]].',
      advice:
        'Install the NVIDIA Container Toolkit on the engine\'s machine, or ask for fewer or none in "resources.gpus".',
    });
  });
});
