import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Progress } from '../../src/core/container-task.ts';
import { createDockerDriver } from '../../src/driver/docker/docker-driver.ts';
import type { Cookie } from '../../src/driver/driver.ts';
import { askEngine } from '../helpers/engine-api.ts';
import { dockerHost } from '../helpers/engine-context.ts';
import { eventually } from '../helpers/eventually.ts';
import { startRegistry } from '../helpers/registry.ts';
import type { Registry } from '../helpers/registry.ts';
import { makeImage, pushImage, putImages, removeImage } from '../helpers/registry-images.ts';
import { leftBehind, recordedTask, runTask, shell } from '../helpers/task.ts';

const user = 'someone';
const password = 'right:pass/word?';
const login = { username: user, password };
/** Bytes of what the image has beside the tests' image. */
const size = 300_000;
let registry: Registry;
let folder: string;
let image: string;
let digest: string;

beforeAll(async () => {
  registry = await startRegistry(user, password);
  image = `${registry.host}/private/tiny:1`;
  await makeImage(image, size);
  digest = await pushImage(image, login);
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

test('builds on an image of a private registry as whoever is logged in, and as nobody else', async () => {
  const built = `${image}-built`;
  fs.writeFileSync(path.join(folder, 'Dockerfile'), `ARG BASE\nFROM \${BASE}\nRUN wc -c < /random\n`);
  const build = { context: folder, dockerfile: 'Dockerfile', target: '', args: { BASE: image } };
  await expect(runTask({ image: built, build })).rejects.toMatchObject({
    message: expect.stringMatching(/^Step 2 of \d+ of the build, "FROM \$\{BASE\}", failed: /) as unknown,
    advice: 'Run "docker login" for the registry in VS Code\'s terminal, or correct the FROM line.',
  });
  logIn(password);
  expect((await runTask({ image: built, build })).stdout).toContain(`\n${size}\n`);
  await removeImage(built);
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

test('says that there is no such repository', async () => {
  logIn(password);
  const missing = `${registry.host}/private/none:1`;
  await expect(runTask({ image: missing })).rejects.toThrow(`The image "${missing}" was not found.`);
});

test.each([
  ['a digest', (name: string, digest: string) => `${name}@${digest}`],
  ['a tag and a digest', (name: string, digest: string) => `${name}:1@${digest}`],
])('pulls by %s, once', async (_, refer) => {
  logIn(password);
  const [name = ''] = image.split(/:1$/);
  const reference = refer(name, digest);
  const policy = { image: reference, ...shell('wc -c < /random') } as const;
  try {
    expect((await runTask(policy)).stdout.trim()).toBe(String(size));
    const again = await runTask(policy);
    expect(again.recorded.progress.filter(({ phase }) => phase === 'pulling')).toEqual([]);
    const unknown = refer(name, `sha256:${'0'.repeat(64)}`);
    await expect(runTask({ image: unknown })).rejects.toThrow(`The image "${unknown}" was not found.`);
  } finally {
    await removeImage(`${name}@${digest}`);
  }
});

test('pulls the image of the platform that is asked for, also where that of another is there', async () => {
  logIn(password);
  const both = `${registry.host}/private/both`;
  await putImages(`${both}:1`, ['amd64', 'arm64'], login);
  for (const architecture of ['arm64', 'amd64', 'arm64']) {
    const { task, progress } = recordedTask({ image: `${both}:1`, platform: `linux/${architecture}` });
    const driver = createDockerDriver({ docker: dockerHost });
    await (await driver.prepare(task, new AbortController().signal))[Symbol.asyncDispose]();
    expect(progress[0]?.phase).toBe('pulling');
    const inspected = await askEngine(dockerHost, 'GET', `/images/${both}:1/json`);
    expect(inspected).toMatchObject({ Architecture: architecture });
  }
  await removeImage(`${both}:1`);
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
