import { afterEach, describe, expect, test } from 'vitest';
import type { ContainerTask } from '../../src/core/container-task.ts';
import { DriverError } from '../../src/driver/driver.ts';
import { inspectPrepared, leftBehind, runTask, shell } from '../helpers/task.ts';

/** What a container may do. */

afterEach(async () => {
  expect(await leftBehind()).toEqual([]);
});

test('a root that is read-only can be written to only where something else is mounted', async () => {
  const script = 'echo x > /tmp/mine && cat /tmp/mine; echo x > /root/mine; echo x > /dev/shm/mine && echo y';
  const { stdout, stderr } = await runTask({
    ...shell(script),
    readonlyRoot: true,
    volumes: [{ type: 'tmpfs', target: '/tmp' }],
  });
  expect(stdout).toBe('x\ny\n');
  expect(stderr).toContain('/root/mine: Read-only file system');
});

describe('the capabilities', () => {
  // By number: capabilities(7).
  const [chown, netAdmin, netRaw] = [1n << 0n, 1n << 12n, 1n << 13n];

  test('are the engine’s default ones', async () => {
    const capabilities = await effective({});
    expect(capabilities & chown).toBe(chown);
    expect(capabilities & netAdmin).toBe(0n);
  });

  test('can be taken away', async () => {
    const [some, fewer] = [await effective({}), await effective({ capDrop: ['CHOWN', 'net_raw'] })];
    expect(fewer).toBe(some & ~(chown | netRaw));
    expect(await effective({ capDrop: ['ALL'] })).toBe(0n);
  });

  test('can be added', async () => {
    expect(await effective({ capAdd: ['NET_ADMIN'] })).toBe((await effective({})) | netAdmin);
    expect(await effective({ capDrop: ['ALL'], capAdd: ['CAP_CHOWN'] })).toBe(chown);
  });
});

describe('a security option', () => {
  test('keeps a task from gaining privileges', async () => {
    const script = 'grep NoNewPrivs /proc/self/status | tr -s "\\t" " "';
    expect((await runTask(shell(script))).stdout).toBe('NoNewPrivs: 0\n');
    const securityOpt = ['no-new-privileges'];
    expect((await runTask({ ...shell(script), securityOpt })).stdout).toBe('NoNewPrivs: 1\n');
  });

  test('forbids calls of the system', async () => {
    const profile = {
      defaultAction: 'SCMP_ACT_ALLOW',
      syscalls: [{ names: ['mkdir', 'mkdirat'], action: 'SCMP_ACT_ERRNO' }],
    };
    const securityOpt = [`seccomp=${JSON.stringify(profile)}`];
    const { result, stderr } = await runTask({ ...shell('mkdir /x'), securityOpt });
    expect(result).toMatchObject({ status: 'error', exitCode: 1 });
    expect(stderr).toContain('Operation not permitted');
  });

  test('shows the paths of the system that are hidden otherwise', async () => {
    const { HostConfig } = await inspectPrepared({ securityOpt: ['systempaths=unconfined'] });
    expect(HostConfig).toMatchObject({ MaskedPaths: [], ReadonlyPaths: [], SecurityOpt: null });
  });
});

/** Not every machine can give every privilege away: this is proven from outside, and the refusal where there is one. */
test('a privileged container has every privilege, or is refused with advice', async () => {
  expect((await inspectPrepared({ privileged: true })).HostConfig['Privileged']).toBe(true);
  const outcome: unknown = await effective({ privileged: true }).catch((error: unknown) => error);
  if (outcome instanceof DriverError) expect(outcome.advice).toContain('Remove "privileged" and "capAdd"');
  else expect(outcome).toBeGreaterThan(await effective({}));
});

describe('what cannot be done is said, and nothing runs', () => {
  test.each<[Partial<ContainerTask>, string, string]>([
    [
      { capAdd: ['NOPE'] },
      'invalid CapAdd: unknown capability: "CAP_NOPE".',
      'Correct "capAdd" or "capDrop".',
    ],
    [
      { capDrop: ['NOPE'] },
      'invalid CapDrop: unknown capability: "CAP_NOPE".',
      'Correct "capAdd" or "capDrop".',
    ],
    [{ securityOpt: ['bogus'] }, 'invalid --security-opt 1: "bogus".', 'Correct "securityOpt".'],
    [{ securityOpt: ['bogus=1'] }, 'invalid --security-opt 2: "bogus=1".', 'Correct "securityOpt".'],
    [{ securityOpt: ['seccomp=x'] }, 'Decoding seccomp profile failed', 'Correct "securityOpt".'],
  ])('for %o', async (settings, message, advice) => {
    await expect(runTask(settings)).rejects.toMatchObject({
      name: 'DriverError',
      message: expect.stringContaining(message) as unknown,
      advice,
    });
  });
});

/** The capabilities that a process of the container has, as bits. */
async function effective(settings: Partial<ContainerTask>): Promise<bigint> {
  const { stdout } = await runTask({ ...shell('grep CapEff /proc/self/status | cut -f2'), ...settings });
  return BigInt(`0x${stdout.trim()}`);
}
