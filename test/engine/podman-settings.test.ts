import { describe, expect, test } from 'vitest';
import type { ContainerTask } from '../../src/core/container-task.ts';
import { usePodman } from '../helpers/podman-runs.ts';
import { shell } from '../helpers/task.ts';

/** The settings of a container, as Podman keeps them. */

const { runTask } = usePodman();

test.each<[string, Partial<ContainerTask>, string]>([
  [
    'shared memory',
    { ...shell('df -k /dev/shm | tail -1 | tr -s " " | cut -d" " -f2'), shmSize: 3 * 2 ** 20 },
    '3072\n',
  ],
  [
    'limits of a process',
    {
      ...shell('ulimit -Sn; ulimit -Hn'),
      ulimits: [
        { name: 'nofile', soft: 100, hard: 200 },
        // With limits of the task's own, Podman forgets the service's, and asks for more processes than it may.
        { name: 'nproc', soft: 500, hard: 500 },
      ],
    },
    '100\n200\n',
  ],
  ['no network', { ...shell('ls /sys/class/net'), network: 'none' }, 'lo\n'],
  ['hosts', { ...shell('grep db /etc/hosts'), extraHosts: ['db:10.1.2.3'] }, '10.1.2.3\tdb\n'],
  [
    'a root that is read-only',
    { ...shell('touch /root/x 2>/dev/null || echo no'), readonlyRoot: true },
    'no\n',
  ],
  [
    'capabilities',
    { ...shell('grep CapEff /proc/self/status'), capDrop: ['ALL'], capAdd: ['CHOWN'] },
    'CapEff:\t0000000000000001\n',
  ],
  [
    'security options',
    { ...shell('grep NoNewPrivs /proc/self/status'), securityOpt: ['no-new-privileges'] },
    'NoNewPrivs:\t1\n',
  ],
])('keeps %s', async (_, settings, expected) => {
  const { stdout, stderr } = await runTask(settings);
  expect([stdout, stderr]).toEqual([expected, '']);
});

describe('what cannot be done is said, and nothing runs', () => {
  const port = { containerPort: 80, protocol: 'tcp', hostPort: 0, hostIp: '192.0.2.1' } as const;

  test.each<[Partial<ContainerTask>, string, string]>([
    [{ gpus: 'all' }, 'Podman passes on no GPUs', 'remove "resources.gpus"'],
    [
      { ulimits: [{ name: 'nofile', soft: 1, hard: 2 ** 40 }] },
      'error setting rlimit type 7: operation not permitted.',
      'Correct "resources.ulimits"',
    ],
    [
      { ulimits: [{ name: 'nosuch', soft: 1, hard: 2 }] },
      'invalid ulimit type: nosuch.',
      'Correct "resources.ulimits"',
    ],
    [{ network: 'nosuch' }, 'unable to find network with name or ID nosuch', 'or correct "network"'],
    [{ capDrop: ['NOPE'] }, '"CAP_NOPE": unknown capability.', 'Correct "capAdd" or "capDrop".'],
    [{ securityOpt: ['bogus=1'] }, 'invalid --security-opt 2: "bogus=1".', 'Correct "securityOpt".'],
    [
      { ports: [{ ...port, hostPort: 18_081 }] },
      'cannot assign requested address.',
      'Correct the address in "ports"',
    ],
  ])('for %o', async (settings, message, advice) => {
    await expect(runTask(settings)).rejects.toMatchObject({
      name: 'DriverError',
      message: expect.stringContaining(message) as unknown,
      advice: expect.stringContaining(advice) as unknown,
    });
  });
});
