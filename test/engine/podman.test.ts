import fs from 'node:fs';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ContainerTask, Volume } from '../../src/core/container-task.ts';
import { createDockerDriver } from '../../src/driver/docker/docker-driver.ts';
import { containerLabels, containerName } from '../../src/driver/docker/ownership/labels.ts';
import { askEngine } from '../helpers/engine-api.ts';
import { usePodman } from '../helpers/podman-runs.ts';
import { input, recordedTask, shell } from '../helpers/task.ts';

/** Where Podman's Docker-compatible service does what Docker does, and what the driver makes of it where it does not. */

const { dockerHost, runTask } = usePodman();
const { signal } = new AbortController();

describe('a command', () => {
  test('has its exit code, and its streams apart', async () => {
    const { result, stdout, stderr, recorded } = await runTask(shell('echo out; echo err >&2; exit 3'));
    expect(result).toMatchObject({ status: 'error', exitCode: 3 });
    expect([stdout, stderr]).toEqual(['out\n', 'err\n']);
    expect(recorded.progress).toEqual([{ phase: 'creating' }, { phase: 'running' }]);
  });

  test('reads its input to the end, and nobody else’s options in it', async () => {
    const bytes = Buffer.alloc(2 ** 20, 'The quick brown fox. ');
    const { result, recorded } = await runTask({ command: ['cat'], input: input(bytes, 'end') });
    expect(result).toEqual({ status: 'success', exitCode: 0 });
    expect(recorded.stdout().equals(Buffer.concat([bytes, Buffer.from('end')]))).toBe(true);
  });

  test('has its words, environment, folder and user', async () => {
    const { stdout } = await runTask({
      command: ['sh', '-c', 'echo "$1|$GREETING|$(pwd)|$(id -u):$(id -g)"', 'sh', 'a  "b"'],
      envVars: { GREETING: 'größe $HOME' },
      workDir: '/made/for/it',
      user: '1234:5678',
    });
    expect(stdout).toBe('a  "b"|größe $HOME|/made/for/it|1234:5678\n');
  });

  test('has a terminal of its size', async () => {
    const terminal = { columns: 100, rows: 30 };
    const { stdout } = await runTask({
      ...shell('sleep 0.5; stty size; cat'),
      terminal,
      input: input('x\n'),
    });
    expect(stdout).toContain('30 100\r\n');
    expect(stdout.endsWith('x\r\n')).toBe(true);
  });

  test('may be started by an init', async () => {
    const comm = ['cat', '/proc/1/comm'];
    expect((await runTask({ command: comm })).stdout).toBe('podman-init\n');
    expect((await runTask({ command: comm, init: false })).stdout).toBe('cat\n');
  });

  test.each([
    [false, 127, ['nosuch'], 'The command "nosuch" is not in the image'],
    [false, 126, ['/etc/passwd'], 'executed'],
    [true, 127, ['nosuch'], 'The command "nosuch" is not in the image'],
    [true, 126, ['/etc/passwd'], 'executed'],
  ])('that cannot be started (init %s) has the exit code %i', async (init, exitCode, command, message) => {
    const { result } = await runTask({ init, command });
    expect(result).toMatchObject({ status: 'error', exitCode });
    expect(result.error?.message).toContain(message);
  });
});

describe('a mount', () => {
  let folder = '';

  beforeAll(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'container-tasks-mount-'));
  });

  afterAll(() => {
    fs.rmSync(folder, { recursive: true });
  });

  test('shows a folder, whose files are left to the user who invoked it', async () => {
    const source = path.join(folder, 'a: b=c');
    fs.mkdirSync(source);
    fs.writeFileSync(path.join(source, 'in'), 'hello');
    const { uid, gid } = os.userInfo();
    await runTask({ ...shell('cp /m/in /m/out'), ...bind(source), user: 'host' });
    expect(fs.readFileSync(path.join(source, 'out'), 'utf8')).toBe('hello');
    expect(fs.statSync(path.join(source, 'out'))).toMatchObject({ uid, gid });
  });

  test('can be read-only, a tmpfs, or a volume', async () => {
    const volumes: Volume[] = [
      { type: 'bind', source: folder, target: '/bind', readonly: true },
      { type: 'tmpfs', target: '/tmpfs' },
      { type: 'volume', source: 'container-tasks-test', target: '/volume', readonly: false },
    ];
    const { stdout, stderr } = await runTask({
      ...shell('echo x > /bind/out; echo y > /volume/out; ls /tmpfs; grep -c " /tmpfs tmpfs " /proc/mounts'),
      volumes,
    });
    expect([stdout, stderr]).toEqual(['1\n', "sh: can't create /bind/out: Read-only file system\n"]);
    await askEngine(dockerHost(), 'DELETE', '/volumes/container-tasks-test');
  });

  test('without a source is refused, and the source is not made', async () => {
    const source = path.join(folder, 'missing');
    await expect(runTask(bind(source))).rejects.toMatchObject({
      name: 'DriverError',
      message: `The source "${source}" of a mount does not exist.`,
      advice: 'Create the folder, or correct "mounts".',
    });
    expect(fs.existsSync(source)).toBe(false);
  });

  test('whose path Podman would take for options is refused', async () => {
    const source = path.join(folder, 'a,ro');
    fs.mkdirSync(source);
    await expect(runTask(bind(source))).rejects.toMatchObject({
      name: 'DriverError',
      message: `Podman cannot mount "${source}", as it takes a comma or a quotation mark in a path for something else.`,
    });
  });
});

describe('an image', () => {
  test('that may not be pulled has to be there', async () => {
    expect((await runTask({ pull: 'never' })).result.status).toBe('success');
    await expect(runTask({ pull: 'never', image: 'no/such:1' })).rejects.toThrow(
      'The engine does not have the image "no/such:1", and the task says never to pull it.',
    );
  });

  test('whose registry is down is told with the reason, which Podman gives in the stream', async () => {
    vi.stubEnv('DOCKER_CONFIG', '/nowhere');
    const image = `127.0.0.1:${await unusedPort()}/x/y:1`;
    await expect(runTask({ image })).rejects.toMatchObject({
      name: 'DriverError',
      message: expect.stringMatching(
        new RegExp(`^The image "${image}" could not be pulled: .* connection refused\\.$`),
      ) as unknown,
    });
    vi.unstubAllEnvs();
  });
});

describe('what cannot be done is said', () => {
  test.each([
    [{ user: 'nosuchuser' }, 'unable to find user nosuchuser', 'Use a user that the image has'],
    [{ workDir: '/etc/passwd' }, 'is not a directory', 'Correct "cwd"'],
    [{ memory: 1_000_000 }, 'unable to set memory limit', 'Raise "resources.memory"'],
  ])('for %o', async (settings, message, advice) => {
    await expect(runTask(settings)).rejects.toMatchObject({
      name: 'DriverError',
      message: expect.stringContaining(message) as unknown,
      advice: expect.stringContaining(advice) as unknown,
    });
  });

  test('for a name that is taken', async () => {
    const { task } = recordedTask();
    const driver = createDockerDriver({ docker: dockerHost() });
    await using first = await driver.prepare(task, signal);
    await expect(driver.prepare(task, signal)).rejects.toMatchObject({
      advice: 'Remove the other container, or wait until its run has ended.',
    });
    expect(await (await first.run(signal)).wait(signal)).toMatchObject({ status: 'success' });
  });
});

test('a container that a killed process left behind is found and removed', async () => {
  const { task } = recordedTask({ label: 'left behind' });
  const Labels = {
    ...containerLabels(task),
    'com.container-tasks.created': '2026-01-01T00:00:00.000Z',
    'com.container-tasks.owner.started': '1', // This process's id, when it was another's.
  };
  const query = `name=${containerName(task.id)}`;
  await askEngine(dockerHost(), 'POST', `/containers/create?${query}`, {
    body: { Image: task.image, Cmd: ['sleep', '60'], Labels },
  });
  await askEngine(dockerHost(), 'POST', `/containers/${containerName(task.id)}/start`);
  const found = await createDockerDriver({ docker: dockerHost() }).abandoned(signal);
  expect(found).toMatchObject([{ label: 'left behind', created: Date.parse('2026-01-01') }]);
  await Promise.all([...found, ...found].map((each) => each.remove())); // By two windows at once.
});

function bind(source: string): Pick<ContainerTask, 'volumes'> {
  return { volumes: [{ type: 'bind', source, target: '/m', readonly: false }] };
}

async function unusedPort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
