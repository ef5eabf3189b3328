import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createDockerDriver } from '../../src/driver/docker/docker-driver.ts';
import { dockerHost } from '../helpers/engine-context.ts';
import { input, leftBehind, recordedTask } from '../helpers/task.ts';
import { startTlsProxy } from '../helpers/tls-proxy.ts';
import type { TlsProxy } from '../helpers/tls-proxy.ts';

let proxy: TlsProxy;

beforeAll(async () => {
  proxy = await startTlsProxy(dockerHost);
  vi.stubEnv('DOCKER_TLS_VERIFY', '1');
});

afterEach(async () => {
  vi.stubEnv('DOCKER_TLS_VERIFY', '');
  expect(await leftBehind()).toEqual([]);
  vi.stubEnv('DOCKER_TLS_VERIFY', '1');
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await proxy[Symbol.asyncDispose]();
});

test('runs a task on an engine behind TLS, input and output included', async () => {
  vi.stubEnv('DOCKER_CERT_PATH', proxy.certificates);
  const { signal } = new AbortController();
  const recorded = recordedTask({ command: ['cat'], input: input('hello') });
  await using cookie = await createDockerDriver({ docker: proxy.dockerHost }).prepare(recorded.task, signal);
  const result = await (await cookie.run(signal)).wait(signal);
  expect(result).toEqual({ status: 'success', exitCode: 0 });
  expect(recorded.stdout().toString()).toBe('hello');
});

test('says why an engine is not trusted', async () => {
  vi.stubEnv('DOCKER_CERT_PATH', undefined);
  const prepared = createDockerDriver({ docker: proxy.dockerHost }).prepare(
    recordedTask().task,
    new AbortController().signal,
  );
  await expect(prepared).rejects.toMatchObject({
    message: 'No container engine answers.',
    advice: expect.stringMatching(/self-signed certificate|unable to verify/) as unknown,
  });
});
