import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createDockerDriver } from '../../src/driver/docker/docker-driver.ts';
import { dockerHost } from '../helpers/engine-context.ts';
import { input, leftBehind, recordedTask } from '../helpers/task.ts';
import { makeTemporaryFolder, removeFolder } from '../helpers/temporary-folder.ts';
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

test.each([
  ['its certificates', false],
  ['its certificates and no check of the engine’s', true],
])('runs a task on the engine of a Docker context with %s', async (_, skipVerify) => {
  const store = makeTemporaryFolder();
  try {
    writeContext(store, skipVerify);
    const { signal } = new AbortController();
    for (const name of ['DOCKER_HOST', 'DOCKER_TLS_VERIFY', 'DOCKER_CERT_PATH']) vi.stubEnv(name, '');
    vi.stubEnv('DOCKER_CONFIG', store);
    vi.stubEnv('DOCKER_CONTEXT', 'remote');
    const recorded = recordedTask({ command: ['echo', 'hello'] });
    await using cookie = await createDockerDriver({ docker: '' }).prepare(recorded.task, signal);
    await (await cookie.run(signal)).wait(signal);
    expect(recorded.stdout().toString()).toBe('hello\n');
  } finally {
    vi.stubEnv('DOCKER_CONTEXT', '');
    removeFolder(store);
  }
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

/** The context `remote`, for the proxy, as `docker context create` writes it; unchecked, it has no certificate authority. */
function writeContext(store: string, skipVerify: boolean): void {
  const digest = createHash('sha256').update('remote').digest('hex');
  const [meta, tls] = ['contexts/meta', 'contexts/tls'].map((each) => path.join(store, each, digest));
  fs.mkdirSync(path.join(tls!, 'docker'), { recursive: true });
  fs.mkdirSync(meta!, { recursive: true });
  const docker = { Host: proxy.dockerHost, SkipTLSVerify: skipVerify };
  fs.writeFileSync(path.join(meta!, 'meta.json'), JSON.stringify({ Name: 'remote', Endpoints: { docker } }));
  for (const name of ['cert.pem', 'key.pem', ...(skipVerify ? [] : ['ca.pem'])])
    fs.copyFileSync(path.join(proxy.certificates, name), path.join(tls!, 'docker', name));
}
