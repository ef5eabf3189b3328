import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ContainerTask, Volume } from '../../src/core/container-task.ts';
import { callEngine } from '../helpers/engine-api.ts';
import { dockerHost, uniqueName } from '../helpers/engine-context.ts';
import { leftBehind, runTask, shell } from '../helpers/task.ts';

/** What a container sees of its host. The engine has to run on this machine. */

let folder = '';

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'container-tasks-mount-'));
});

afterEach(async () => {
  fs.rmSync(folder, { recursive: true, force: true });
  expect(await leftBehind()).toEqual([]);
});

describe('a bind', () => {
  test('shows a folder, whatever its name, and keeps what is written to it', async () => {
    const source = path.join(folder, 'a:b, c');
    fs.mkdirSync(source);
    fs.writeFileSync(path.join(source, 'in'), 'hello');
    await runTask({ ...shell('cp /m/in /m/out'), ...bind(source) });
    expect(fs.readFileSync(path.join(source, 'out'), 'utf8')).toBe('hello');
  });

  test('that is read-only cannot be written to', async () => {
    const { result, stderr } = await runTask({ ...shell('echo x > /m/out'), ...bind(folder, true) });
    expect(result.status).toBe('error');
    expect(stderr).toContain('Read-only file system');
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  test('leaves files to the user who invoked it', async () => {
    fs.chmodSync(folder, 0o777);
    const { uid, gid } = os.userInfo();
    await runTask({ ...shell('touch /m/out'), ...bind(folder), user: 'host' });
    expect(fs.statSync(path.join(folder, 'out'))).toMatchObject({ uid, gid });
  });

  test('without a source is refused, and the source is not made', async () => {
    const source = path.join(folder, 'missing');
    await expect(runTask(bind(source))).rejects.toMatchObject({
      message: `The engine could not create the container: invalid mount config for type "bind": bind source path does not exist: ${source}.`,
      advice: 'Create the folder, or correct "mounts".',
    });
    expect(fs.existsSync(source)).toBe(false);
  });

  test('of a folder on a file is refused', async () => {
    const volumes: Volume[] = [{ type: 'bind', source: folder, target: '/etc/passwd', readonly: false }];
    await expect(runTask({ volumes })).rejects.toMatchObject({ advice: 'Correct "mounts".' });
  });
});

test('a volume keeps its content between runs, and one that is read-only from change', async () => {
  const source = uniqueName();
  const volumes: Volume[] = [{ type: 'volume', source, target: '/m', readonly: false }];
  try {
    await runTask({ ...shell('echo kept > /m/file'), volumes });
    expect((await runTask({ command: ['cat', '/m/file'], volumes })).stdout).toBe('kept\n');
    const readonly: Volume[] = [{ type: 'volume', source, target: '/m', readonly: true }];
    const { stdout, stderr } = await runTask({
      ...shell('cat /m/file; echo x > /m/file'),
      volumes: readonly,
    });
    expect(stdout).toBe('kept\n');
    expect(stderr).toContain('Read-only file system');
  } finally {
    expect((await callEngine(dockerHost, 'DELETE', `/volumes/${source}`)).status).toBe(204);
  }
});

test('a tmpfs is there, and empty', async () => {
  const volumes: Volume[] = [{ type: 'tmpfs', target: '/m' }];
  const { stdout } = await runTask({ ...shell('ls /m; grep " /m " /proc/mounts | cut -d" " -f3'), volumes });
  expect(stdout).toBe('tmpfs\n');
});

describe('inside the container', () => {
  test('the memory is limited, swap included', async () => {
    const memory = 32 * 2 ** 20;
    const limits = await read({ memory }, 'memory.max', 'memory/memory.limit_in_bytes');
    expect(limits).toBe(String(memory));
    const swap = await read({ memory }, 'memory.swap.max', 'memory/memory.memsw.limit_in_bytes');
    expect(['0', String(memory), '']).toContain(swap); // Version 2 counts swap apart; '': the kernel does not.
  });

  test('the CPU is limited', async () => {
    const quota = await read({ cpus: 500 }, 'cpu.max', 'cpu/cpu.cfs_quota_us');
    expect(['50000 100000', '50000']).toContain(quota);
  });

  test('the number of processes is limited', async () => {
    expect(await read({ pids: 20 }, 'pids.max', 'pids/pids.max')).toBe('20');
  });

  test('nothing is limited that is not asked for', async () => {
    const limit = await read({}, 'memory.max', 'memory/memory.limit_in_bytes');
    expect(limit === 'max' || Number(limit) > 2 ** 50).toBe(true);
    expect(['-1', 'max 100000']).toContain(await read({}, 'cpu.max', 'cpu/cpu.cfs_quota_us'));
  });
});

/** A file of the container's control group, of version 2 or else of version 1; '' where there is neither. */
async function read(settings: Partial<ContainerTask>, version2: string, version1: string): Promise<string> {
  const script = `cd /sys/fs/cgroup; cat ${version2} 2>/dev/null || cat ${version1} 2>/dev/null`;
  return (await runTask({ ...shell(script), ...settings })).stdout.trim();
}

function bind(source: string, readonly = false): Pick<ContainerTask, 'volumes'> {
  return { volumes: [{ type: 'bind', source, target: '/m', readonly }] };
}
