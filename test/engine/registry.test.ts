import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Progress } from '../../src/core/container-task.ts';
import { createDockerDriver } from '../../src/driver/docker/docker-driver.ts';
import type { Cookie } from '../../src/driver/driver.ts';
import { askEngine, callEngine } from '../helpers/engine-api.ts';
import { dockerHost } from '../helpers/engine-context.ts';
import { eventually } from '../helpers/eventually.ts';
import { startRegistry } from '../helpers/registry.ts';
import type { Registry } from '../helpers/registry.ts';
import { image as testImage, leftBehind, recordedTask, runTask, shell } from '../helpers/task.ts';

const user = 'someone';
const password = 'right:pass/word?';
let registry: Registry;
let folder: string;
let image: string;

beforeAll(async () => {
  registry = await startRegistry(user, password);
  image = `${registry.host}/private/tiny:1`;
  await pushImage(image);
});

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'container-tasks-login-'));
  vi.stubEnv('DOCKER_CONFIG', folder);
  vi.stubEnv('DOCKER_AUTH_CONFIG', '');
});

afterEach(async () => {
  vi.unstubAllEnvs();
  fs.rmSync(folder, { recursive: true });
  expect(await leftBehind()).toEqual([]);
  await removeImage(image);
});

afterAll(async () => {
  await registry[Symbol.asyncDispose]();
});

test('pulls from a private registry as whoever is logged in, and runs the image', async () => {
  logIn(password);
  const { result, stdout, recorded } = await runTask({ image, ...shell('wc -c < /random') });
  expect(result).toEqual({ status: 'success', exitCode: 0 });
  expect(stdout.trim()).toBe(String(size));
  const last = recorded.progress.findLast(({ phase }) => phase === 'pulling');
  if (last?.phase !== 'pulling') throw new Error('Nothing was pulled.');
  expect(last.current).toBe(last.total); // Which may be 0: of a quick download the engine may tell the end alone.
});

test('pulls with DOCKER_AUTH_CONFIG, and with what a credential helper keeps', async () => {
  vi.stubEnv('DOCKER_AUTH_CONFIG', JSON.stringify(configurationWith(password)));
  expect((await runTask({ image, pull: 'always' })).result.status).toBe('success');
  await removeImage(image);
  vi.stubEnv('DOCKER_AUTH_CONFIG', '');
  vi.stubEnv('PATH', `${folder}:${process.env['PATH'] ?? ''}`);
  const answer = JSON.stringify({ ServerURL: registry.host, Username: user, Secret: password });
  const script = `#!/bin/sh\n[ "$(cat)" = ${registry.host} ] && echo '${answer}'\n`;
  fs.writeFileSync(path.join(folder, 'docker-credential-test'), script, { mode: 0o755 });
  fs.writeFileSync(path.join(folder, 'config.json'), '{"credsStore": "test"}');
  expect((await runTask({ image, pull: 'always' })).result.status).toBe('success');
});

test.each<[string, string | undefined]>([
  ['without credentials', undefined],
  ['with a wrong password', 'wrong'],
])('says to log in where the registry refuses a pull %s', async (_, wrong) => {
  if (wrong !== undefined) logIn(wrong);
  const error: unknown = await runTask({ image }).catch((reason: unknown) => reason);
  expect(error).toMatchObject({
    name: 'DriverError',
    message: `The registry does not let you pull "${image}".`,
    advice: expect.stringMatching(
      new RegExp(
        `^Run "docker login ${registry.host}" in VS Code's terminal, or correct "image"\\. The registry says: .+\\.$`,
      ),
    ) as unknown,
  });
});

test('tells a tag that is missing from a registry that refuses', async () => {
  logIn(password);
  const missing = image.replace(/1$/, '2');
  await expect(runTask({ image: missing })).rejects.toMatchObject({
    message: `The image "${missing}" was not found.`,
    advice: expect.stringContaining('manifest unknown') as unknown,
  });
});

test('two runs that want the same image at once pull it once', async () => {
  logIn(password);
  const askedByOne = await timesAsked(() => runTask({ image }));
  await removeImage(image);
  const askedByTwo = await timesAsked(async () => {
    const { runs, release } = await pullTwice();
    release();
    for (const { prepared } of runs) await (await prepared)[Symbol.asyncDispose]();
    expect(runs[1].progress).toEqual(runs[0].progress);
  });
  expect(askedByTwo).toBe(askedByOne);
});

test('a run that is cancelled while it shares a pull leaves at once, and the other one gets its image', async () => {
  logIn(password);
  const { runs, release } = await pullTwice();
  runs[0].abort.abort(new Error('enough'));
  await expect(runs[0].prepared).rejects.toThrow('enough');
  release();
  await (await runs[1].prepared)[Symbol.asyncDispose]();
});

/** Bytes of what the image has beside the tests' image; random, so that it cannot be compressed. */
const size = 300_000;

/** Makes an image of the tests' image and pushes it; the engine forgets it after that. */
async function pushImage(name: string): Promise<void> {
  const [repo = '', tag = ''] = name.split(/:(?=\w+$)/);
  const body = { Image: testImage, ...shellCommand(`head -c ${size} /dev/urandom > /random`) };
  const { Id } = (await askEngine(dockerHost, 'POST', '/containers/create', { body })) as { Id: string };
  try {
    await askEngine(dockerHost, 'POST', `/containers/${Id}/start`);
    await askEngine(dockerHost, 'POST', `/containers/${Id}/wait`);
    const query = `container=${Id}&repo=${encodeURIComponent(repo)}&tag=${tag}`;
    await askEngine(dockerHost, 'POST', `/commit?${query}`, { body: {} }); // Podman wants one.
  } finally {
    await askEngine(dockerHost, 'DELETE', `/containers/${Id}?force=true`);
  }
  const auth = Buffer.from(JSON.stringify({ username: user, password })).toString('base64');
  const headers = { 'X-Registry-Auth': auth.replaceAll('+', '-').replaceAll('/', '_') };
  const { body: log } = await callEngine(dockerHost, 'POST', `/images/${repo}/push?tag=${tag}`, { headers });
  expect(log).toContain('digest: sha256:');
  await removeImage(name);
}

function shellCommand(script: string): { readonly Cmd: readonly string[] } {
  return { Cmd: shell(script).command };
}

async function removeImage(name: string): Promise<void> {
  await callEngine(dockerHost, 'DELETE', `/images/${name}`);
}

function logIn(as: string): void {
  fs.writeFileSync(path.join(folder, 'config.json'), JSON.stringify(configurationWith(as)));
}

function configurationWith(as: string): object {
  return { auths: { [registry.host]: { auth: Buffer.from(`${user}:${as}`).toString('base64') } } };
}

/** How often the registry is asked meanwhile what the tag stands for: engines do so once or twice for a pull. */
async function timesAsked(act: () => Promise<unknown>): Promise<number> {
  const before = registry.requests.length;
  await act();
  return registry.requests.slice(before).filter((request) => request.endsWith('/manifests/1')).length;
}

/** A run that is being prepared. */
interface Preparing {
  readonly abort: AbortController;
  readonly prepared: Promise<Cookie>;
  readonly progress: readonly Progress[];
}

/** Two runs that wait for the image, with the registry holding back its answers until it is released. */
async function pullTwice(): Promise<{
  readonly runs: readonly [Preparing, Preparing];
  readonly release: () => void;
}> {
  const driver = createDockerDriver({ docker: dockerHost });
  const release = registry.hold();
  const start = (): Preparing => {
    const { task, progress } = recordedTask({ image });
    const abort = new AbortController();
    const prepared = driver.prepare(task, abort.signal);
    prepared.catch(() => undefined); // It may reject before it is awaited.
    return { abort, prepared, progress };
  };
  const runs = [start(), start()] as const;
  await eventually('both to pull', () => runs.every(({ progress }) => progress.length > 0));
  return { runs, release };
}
