import { describe, expect, test } from 'vitest';
import type { ContainerTask, Port } from '../../../../src/core/container-task.ts';
import { createOptions } from '../../../../src/driver/docker/container/create-options.ts';
import { recordedTask } from '../../../helpers/task.ts';

const context = { cpuShares: 0, user: '', labels: {}, logsLocally: false };

test('asks for nothing that the task does not ask for', () => {
  expect(optionsOf({ command: [], init: false, stop: { signal: '', grace: 0 } })).toEqual({
    Image: expect.any(String) as unknown,
    Env: [],
    User: '',
    WorkingDir: '',
    Labels: {},
    AttachStdin: false,
    OpenStdin: false,
    StdinOnce: false,
    AttachStdout: true,
    AttachStderr: true,
    HostConfig: { Init: false, Mounts: [] },
  });
});

test.each<[string, Partial<ContainerTask>, object]>([
  ['image', { image: 'busybox:1' }, { Image: 'busybox:1' }],
  ['command', { command: ['echo', 'a b', ''] }, { Cmd: ['echo', 'a b', ''] }],
  ['entrypoint', { entrypoint: ['sh', '-c'] }, { Entrypoint: ['sh', '-c'] }],
  ['cleared entrypoint', { entrypoint: [] }, { Entrypoint: [''] }],
  ['environment', { envVars: { A: '1', B: 'x=y', C: '' } }, { Env: ['A=1', 'B=x=y', 'C='] }],
  ['folder', { workDir: '/work' }, { WorkingDir: '/work' }],
  [
    'health check',
    {
      healthcheck: { test: ['CMD', 'true'], interval: 1500, timeout: 0, startPeriod: 60_000, retries: 5 },
    },
    {
      Healthcheck: {
        Test: ['CMD', 'true'],
        Interval: 1_500_000_000,
        Timeout: 0,
        StartPeriod: 60e9,
        Retries: 5,
      },
    },
  ],
  [
    'names on its network',
    { network: 'mine', networkAliases: ['db', 'database'] },
    { NetworkingConfig: { EndpointsConfig: { mine: { Aliases: ['db', 'database'] } } } },
  ],
  ['stop signal', { stop: { signal: 'SIGINT', grace: 0 } }, { StopSignal: 'SIGINT' }],
  [
    'ports',
    { ports: [port({ containerPort: 80 }), port({ containerPort: 53, protocol: 'udp' })] },
    { ExposedPorts: { '80/tcp': {}, '53/udp': {} } },
  ],
  ['terminal', { terminal: { columns: 100, rows: 30 } }, { Tty: true }],
  ['input', { input: noInput() }, { AttachStdin: true, OpenStdin: true, StdinOnce: true }],
])('passes on the %s', (_, settings, expected) => {
  expect(optionsOf(settings)).toMatchObject(expected);
});

test.each<[string, Partial<ContainerTask>, object]>([
  ['memory, without swap', { memory: 64e6 }, { Memory: 64e6, MemorySwap: 64e6 }],
  ['CPUs', { cpus: 1500 }, { NanoCpus: 1_500_000_000 }],
  ['processes', { pids: 20 }, { PidsLimit: 20 }],
  ['shared memory', { shmSize: 2 ** 20 }, { ShmSize: 2 ** 20 }],
  [
    'limits of processes',
    { ulimits: [{ name: 'nofile', soft: 10, hard: -1 }] },
    { Ulimits: [{ Name: 'nofile', Soft: 10, Hard: -1 }] },
  ],
  ['every GPU', { gpus: 'all' }, { DeviceRequests: [{ Driver: '', Count: -1, Capabilities: [['gpu']] }] }],
  ['two GPUs', { gpus: 2 }, { DeviceRequests: [{ Driver: '', Count: 2, Capabilities: [['gpu']] }] }],
  ['a network', { network: 'mine' }, { NetworkMode: 'mine' }],
  [
    'ports, one of them at two places',
    {
      ports: [
        port({ containerPort: 80 }),
        port({ containerPort: 80, hostPort: 8080, hostIp: '127.0.0.1' }),
        port({ containerPort: 80, protocol: 'udp' }),
      ],
    },
    {
      PortBindings: {
        '80/tcp': [
          { HostIp: '', HostPort: '' },
          { HostIp: '127.0.0.1', HostPort: '8080' },
        ],
        '80/udp': [{ HostIp: '', HostPort: '' }],
      },
    },
  ],
  ['hosts', { extraHosts: ['db:10.0.0.1'] }, { ExtraHosts: ['db:10.0.0.1'] }],
  ['a root that is read-only', { readonlyRoot: true }, { ReadonlyRootfs: true }],
  ['every privilege', { privileged: true }, { Privileged: true }],
  ['capabilities', { capAdd: ['NET_ADMIN'], capDrop: ['ALL'] }, { CapAdd: ['NET_ADMIN'], CapDrop: ['ALL'] }],
  [
    'security options',
    { securityOpt: ['no-new-privileges', 'label=disable'] },
    { SecurityOpt: ['no-new-privileges', 'label=disable'] },
  ],
  [
    'the paths of the system, as the Docker CLI does',
    { securityOpt: ['systempaths=unconfined'] },
    { MaskedPaths: [], ReadonlyPaths: [] },
  ],
  ['the terminal’s size, rows first', { terminal: { columns: 100, rows: 30 } }, { ConsoleSize: [30, 100] }],
  ['init', { init: true }, { Init: true }],
  [
    'bind',
    { volumes: [{ type: 'bind', source: '/a:b', target: '/c', readonly: true }] },
    { Mounts: [{ Type: 'bind', Source: '/a:b', Target: '/c', ReadOnly: true }] },
  ],
  [
    'volume',
    { volumes: [{ type: 'volume', source: 'cache', target: '/c', readonly: false }] },
    { Mounts: [{ Type: 'volume', Source: 'cache', Target: '/c', ReadOnly: false }] },
  ],
  [
    'tmpfs',
    { volumes: [{ type: 'tmpfs', target: '/t' }] },
    { Mounts: [{ Type: 'tmpfs', Target: '/t', Source: '' }] },
  ],
])('asks the host for %s', (_, settings, expected) => {
  expect(optionsOf(settings).HostConfig).toMatchObject(expected);
});

describe('takes from its context', () => {
  test('user, labels and weight', () => {
    const { task } = recordedTask({ user: 'host' });
    const options = createOptions(task, {
      ...context,
      cpuShares: 512,
      user: '1000:1000',
      labels: { a: 'b' },
    });
    expect(options).toMatchObject({
      User: '1000:1000',
      Labels: { a: 'b' },
      HostConfig: { CpuShares: 512 },
    });
  });
});

test('has output logged byte for byte and within bounds, where the engine can', () => {
  const { HostConfig } = createOptions(recordedTask().task, { ...context, logsLocally: true });
  expect(HostConfig?.LogConfig).toMatchObject({ Type: 'local', Config: { 'max-file': '2' } });
  expect(optionsOf({}).HostConfig).not.toHaveProperty('LogConfig');
});

function optionsOf(settings: Partial<ContainerTask>): ReturnType<typeof createOptions> {
  return createOptions(recordedTask(settings).task, context);
}

function port(settings: Partial<Port>): Port {
  return { containerPort: 1, protocol: 'tcp', hostPort: 0, hostIp: '', ...settings };
}

async function* noInput(): AsyncGenerator<Uint8Array> {
  yield* await Promise.resolve([]);
}
