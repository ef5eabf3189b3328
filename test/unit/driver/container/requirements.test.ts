import { expect, test } from 'vitest';
import type { ContainerTask, Healthcheck } from '../../../../src/core/container-task.ts';
import { json, startFakeEngine } from '../../../helpers/fake-engine.ts';
import { answers, prepare, run } from '../../../helpers/fake-runs.ts';
import { recordedTask } from '../../../helpers/task.ts';

const ports = [{ containerPort: 80, protocol: 'tcp', hostPort: 0, hostIp: '' } as const];

test.each<[string, Partial<ContainerTask>, string, string]>([
  ['1.40', { platform: 'linux/arm64' }, 'too old to choose a platform', 'Update it to Docker 20.10'],
  ['1.39', { gpus: 'all' }, 'too old to pass on GPUs', 'remove "resources.gpus"'],
  ['1.41', { ports, network: 'none' }, 'whose network is "none" cannot be published', 'Remove "ports"'],
  ['1.41', { ports, network: 'host' }, 'whose network is "host" cannot be published', 'Remove "ports"'],
  ['1.41', { securityOpt: ['apparmor=mine'] }, 'has no AppArmor', 'Remove it from "securityOpt"'],
])('an engine of API %s that cannot do %o makes nothing', async (ApiVersion, settings, message, advice) => {
  const routes = {
    'GET /version': json({ ApiVersion }),
    'GET /info': json({ SecurityOptions: ['name=seccomp,profile=default'] }),
  };
  await using engine = await startFakeEngine(answers(routes));
  await expect(prepare(engine, recordedTask(settings).task)).rejects.toMatchObject({
    name: 'DriverError',
    message: expect.stringContaining(message) as unknown,
    advice: expect.stringContaining(advice) as unknown,
  });
  expect(
    engine.requests.filter((request) => request.includes('images') || request.startsWith('POST')),
  ).toEqual([]);
});

test('Podman, which would leave GPUs out, makes nothing', async () => {
  const version = { ApiVersion: '1.41', Components: [{ Name: 'Podman Engine' }] };
  await using engine = await startFakeEngine(answers({ 'GET /version': json(version) }));
  await expect(prepare(engine, recordedTask({ gpus: 'all' }).task)).rejects.toMatchObject({
    message: 'Podman passes on no GPUs through its Docker-compatible service.',
    advice: 'Use a Docker Engine for this task, or remove "resources.gpus".',
  });
  expect(engine.requests).toEqual(['GET /version']);
});

test.each([
  [['CMD', 'echo', 'a b'], 'a b'],
  [['CMD', 'echo', ''], ''],
])(
  'Podman, which would take the words of the health check %j apart, makes nothing',
  async (words, broken) => {
    const version = { ApiVersion: '1.41', Components: [{ Name: 'Podman Engine' }] };
    await using engine = await startFakeEngine(answers({ 'GET /version': json(version) }));
    await expect(
      prepare(engine, recordedTask({ healthcheck: healthcheck(words) }).task),
    ).rejects.toMatchObject({
      message: `Podman takes "${broken}", a word of a health check, for several or none.`,
      advice: 'Write the check as one text, which a shell reads.',
    });
    expect(engine.requests).toEqual(['GET /version']);
  },
);

test.each([[['CMD', 'echo', 'a']], [['CMD-SHELL', 'echo "a b"']], [['NONE']]])(
  'Podman is asked for the health check %j',
  async (words) => {
    const version = { ApiVersion: '1.41', Components: [{ Name: 'Podman Engine' }] };
    await using engine = await startFakeEngine(answers({ 'GET /version': json(version) }));
    expect(await run(engine, recordedTask({ healthcheck: healthcheck(words) }))).toMatchObject({
      status: 'success',
    });
  },
);

test.each<[string, Partial<ContainerTask>]>([
  ['1.41', { platform: 'linux/arm64', gpus: 1 }],
  ['1.40', { gpus: 'all' }],
  ['1.41', { ports, network: 'mine' }],
  ['1.41', { securityOpt: ['apparmor=unconfined'] }],
  ['1.41', { securityOpt: ['apparmor=mine'] }],
])('an engine of API %s that can do %o is asked for it', async (ApiVersion, settings) => {
  const routes = {
    'GET /version': json({ ApiVersion }),
    'GET /info': json({ SecurityOptions: ['name=apparmor'] }),
  };
  await using engine = await startFakeEngine(answers(routes));
  expect(await run(engine, recordedTask(settings))).toMatchObject({ status: 'success' });
  const created = engine.requests.find((request) => request.includes('/containers/create'));
  expect(created?.includes('&platform=linux%2Farm64')).toBe(settings.platform !== undefined);
});

test('a container whose limit the engine has discarded is removed, not started', async () => {
  const warning = 'Your kernel does not support memory limit capabilities. Limitation discarded.';
  const routes = { 'POST /containers/create': json({ Id: 'abc', Warnings: [warning] }, 201) };
  await using engine = await startFakeEngine(answers(routes));
  await expect(prepare(engine, recordedTask({ memory: 64e6 }).task)).rejects.toThrow(warning);
  expect(engine.requests.at(-1)).toMatch(/^DELETE .*\/containers\/abc\?/);
  expect(engine.requests.filter((request) => request.includes('/start'))).toEqual([]);
});

test('what the engine warns of is told with the result, whether the task succeeds or cannot start', async () => {
  const warned = { 'POST /containers/create': json({ Id: 'abc', Warnings: ['Beware.'] }, 201) };
  await using engine = await startFakeEngine(answers(warned));
  expect(await run(engine, recordedTask())).toEqual({
    status: 'success',
    exitCode: 0,
    warning: 'The engine says: Beware.',
  });
  const start = json({ message: 'exec: "true": executable file not found in $PATH' }, 400);
  await using broken = await startFakeEngine(answers({ ...warned, 'POST /containers/abc/start': start }));
  expect(await run(broken, recordedTask())).toMatchObject({
    status: 'error',
    exitCode: 127,
    warning: 'The engine says: Beware.',
  });
});

function healthcheck(words: readonly string[]): Healthcheck {
  return { test: words, interval: 0, timeout: 0, startPeriod: 0, retries: 0 };
}
