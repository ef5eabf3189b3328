import os from 'node:os';
import { afterEach, describe, expect, test } from 'vitest';
import type { DriverError } from '../../src/driver/driver.ts';
import { createDockerDriver } from '../../src/driver/docker/docker-driver.ts';
import { askEngine } from '../helpers/engine-api.ts';
import { containersWith, dockerHost, uniqueName } from '../helpers/engine-context.ts';
import { image, leftBehind, recordedTask, runTask, shell } from '../helpers/task.ts';

afterEach(async () => {
  expect(await leftBehind()).toEqual([]);
});

describe('a command', () => {
  test('that succeeds is a success', async () => {
    const { result, stdout, stderr, recorded } = await runTask(shell('echo out; echo err >&2'));
    expect(result).toEqual({ status: 'success', exitCode: 0 });
    expect([stdout, stderr]).toEqual(['out\n', 'err\n']);
    expect(recorded.progress).toEqual([{ phase: 'creating' }, { phase: 'running' }]);
  });

  test('that fails is an error with its exit code', async () => {
    expect((await runTask(shell('exit 3'))).result).toEqual({
      status: 'error',
      exitCode: 3,
      error: { message: 'The command failed with exit code 3.' },
    });
  });

  test.each([
    [false, 127, ['nosuch'], 'The command "nosuch" is not in the image'],
    [false, 127, ['/no/such'], 'The command "/no/such" is not in the image'],
    [false, 126, ['/etc/passwd'], '"/etc/passwd" may not be executed'],
    [true, 127, ['nosuch'], 'The command "nosuch" is not in the image'],
    [true, 126, ['/etc/passwd'], '"/etc/passwd" may not be executed'],
  ])(
    'that cannot be started (init %s) has the exit code %i: %s',
    async (init, exitCode, command, message) => {
      const { result } = await runTask({ init, command });
      expect(result).toMatchObject({ status: 'error', exitCode });
      expect(result.error?.message).toContain(message);
    },
  );

  test('is passed on word for word', async () => {
    const words = ['a b', '', '*', '$HOME', '"q"', 'größe'];
    const { stdout } = await runTask({
      command: ['sh', '-c', 'for word; do echo "[$word]"; done', 'sh', ...words],
    });
    expect(stdout).toBe(words.map((word) => `[${word}]\n`).join(''));
  });

  test('left out is the image’s own', async () => {
    const { result } = await runTask({ command: [] });
    expect(result).toEqual({ status: 'success', exitCode: 0 }); // sh, without input
  });
});

describe('the entrypoint', () => {
  test('is replaced', async () => {
    const { stdout } = await runTask({ entrypoint: ['echo', 'ours:'], command: ['a  b'] });
    expect(stdout).toBe('ours: a  b\n');
  });

  test('of the image is kept, or cleared', async () => {
    const name = uniqueName('container-tasks-test/entrypoint');
    const { Id } = (await askEngine(dockerHost, 'POST', '/containers/create', {
      body: { Image: image },
    })) as { Id: string };
    try {
      const change = encodeURIComponent('ENTRYPOINT ["echo", "image:"]');
      await askEngine(
        dockerHost,
        'POST',
        `/commit?container=${Id}&repo=${encodeURIComponent(name)}&changes=${change}`,
        { body: {} }, // Podman wants one.
      );
      const command = ['echo', 'a  b'];
      expect((await runTask({ image: name, command })).stdout).toBe('image: echo a  b\n');
      expect((await runTask({ image: name, command, entrypoint: [] })).stdout).toBe('a  b\n');
    } finally {
      await askEngine(dockerHost, 'DELETE', `/containers/${Id}`);
      await askEngine(dockerHost, 'DELETE', `/images/${name}`);
    }
  });
});

test('passes on the environment', async () => {
  const envVars = { PLAIN: 'x', EMPTY: '', QUOTED: '"a b"\n$HOME = ü' };
  const { stdout } = await runTask({ ...shell('echo "$PLAIN|${EMPTY-unset}|$QUOTED"'), envVars });
  expect(stdout).toBe('x||"a b"\n$HOME = ü\n');
});

describe('the user', () => {
  const { uid, gid } = os.userInfo();

  test.each([
    ['', '0:0'],
    ['app', '1000:1000'],
    ['1234:5678', '1234:5678'],
    ['host', `${uid}:${gid}`],
  ])('"%s" runs as %s', async (user, expected) => {
    expect((await runTask({ ...shell('echo "$(id -u):$(id -g)"'), user })).stdout).toBe(`${expected}\n`);
  });
});

test.each([
  ['', '/\n'],
  ['/tmp', '/tmp\n'],
  ['/made/for/it', '/made/for/it\n'],
])('runs in the folder "%s"', async (workDir, expected) => {
  expect((await runTask({ command: ['pwd'], workDir })).stdout).toBe(expected);
});

test.each([
  [true, /init/],
  [false, /^cat$/],
])('has an init as the first process: %s', async (init, name) => {
  expect((await runTask({ command: ['cat', '/proc/1/comm'], init })).stdout.trim()).toMatch(name);
});

describe('what cannot be done is said', () => {
  test.each([
    [{ workDir: '/etc/passwd' }, '/etc/passwd is not a directory', 'Correct "cwd"'],
    [{ cpus: 1_000_000 }, 'CPUs', 'Lower "resources.cpus"'],
    [{ memory: 1_000_000 }, 'inimum memory limit', 'Raise "resources.memory"'],
  ])('for %o', async (settings, message, advice) => {
    const error = await runTask(settings).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      name: 'DriverError',
      message: expect.stringMatching(
        new RegExp(`^The engine could not (create|start) the container: .*${message}.*\\.$`),
      ) as unknown,
      advice: expect.stringContaining(advice) as unknown,
    });
  });

  test('for a user whom the image does not have', async () => {
    const error = await runTask({ user: 'nosuchuser' }).catch((reason: unknown) => reason);
    const { advice } = error as DriverError;
    expect(error).toMatchObject({ name: 'DriverError', remedy: { in: 'file', field: 'user' } });
    // Which users it has is told where the engine answers at once.
    expect(advice).toMatch(/^Use (?:one that it has \(root, app\)|a user that the image has), or a numeric/);
  });

  test('for a name that is taken, and the first container stays', async () => {
    const { task } = recordedTask();
    const driver = createDockerDriver({ docker: dockerHost });
    const { signal } = new AbortController();
    await using first = await driver.prepare(task, signal);
    await expect(driver.prepare(task, signal)).rejects.toMatchObject({
      message: expect.stringContaining('is already in use by container') as unknown,
      advice: 'Remove the other container, or wait until its run has ended.',
    });
    expect(await (await first.run(signal)).wait(signal)).toMatchObject({ status: 'success' });
  });
});

test('labels the container with its run and its owner', async () => {
  const { task } = recordedTask({ label: 'Build it' });
  const { signal } = new AbortController();
  await using cookie = await createDockerDriver({ docker: dockerHost }).prepare(task, signal);
  expect(cookie).toBeDefined();
  const [container] = await containersWith(`com.container-tasks.run-id=${task.id}`);
  expect(container?.Labels).toMatchObject({
    ...task.labels,
    'com.container-tasks.task': 'Build it',
    'com.container-tasks.owner.host': os.hostname(),
    'com.container-tasks.owner.pid': String(process.pid),
    'com.container-tasks.owner.started': expect.stringMatching(/^\d+$/) as unknown,
    'com.container-tasks.created': expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as unknown,
  });
});

test('takes the weight of the configuration', async () => {
  const recorded = recordedTask(
    shell('cat /sys/fs/cgroup/cpu/cpu.shares 2>/dev/null || cat /sys/fs/cgroup/cpu.weight'),
  );
  const driver = createDockerDriver({ docker: dockerHost, cpuShares: 512 });
  const { signal } = new AbortController();
  await using cookie = await driver.prepare(recorded.task, signal);
  await (await cookie.run(signal)).wait(signal);
  expect(['512\n', '20\n', '59\n']).toContain(recorded.stdout().toString()); // shares; as a weight, by two formulas
});
