import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Progress } from '../../src/core/container-task.ts';
import { createDockerDriver } from '../../src/driver/docker/docker-driver.ts';
import type { DriverConfig } from '../../src/driver/driver.ts';
import { dockerHost } from '../helpers/engine-context.ts';
import { startRegistry } from '../helpers/registry.ts';
import type { Disturbance, Registry } from '../helpers/registry.ts';
import { makeImage, pushImage, removeImage } from '../helpers/registry-images.ts';
import { leftBehind, recordedTask } from '../helpers/task.ts';

const login = { username: 'someone', password: 'secret' };
/** Bytes of the image's layer. */
const size = 2_000_000;
let registry: Registry;
let image: string;

beforeAll(async () => {
  registry = await startRegistry(login.username, login.password);
  image = `${registry.host}/private/large:1`;
  await makeImage(image, size);
  await pushImage(image, login);
  const auth = Buffer.from(`${login.username}:${login.password}`).toString('base64');
  vi.stubEnv('DOCKER_AUTH_CONFIG', JSON.stringify({ auths: { [registry.host]: { auth } } }));
});

afterEach(async () => {
  registry.disturb(undefined);
  expect(await leftBehind()).toEqual([]);
  await removeImage(image);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await registry[Symbol.asyncDispose]();
});

test('a registry that never answers ends the pull when its idle time is over', async () => {
  const release = registry.hold();
  const { failure, seconds } = await pullWith({ pullIdleTimeout: 1500 });
  expect(failure).toMatchObject({
    name: 'DriverError',
    message: `The pull of the image "${image}" was given up before anything was downloaded: nothing came from its registry for 1.5 s.`,
  });
  expect(seconds).toBeLessThan(6);
  release();
});

test('a registry that stops within a layer ends it too, with how far it got', async () => {
  registry.disturb(beginning(() => new Promise(() => undefined)));
  const { failure, progress } = await pullWith({ pullIdleTimeout: 1500 });
  expect(failure).toMatchObject({
    message: expect.stringMatching(
      /given up after .+ of .+: nothing came from its registry for 1\.5 s\.$/,
    ) as unknown,
  });
  expect(lastOf(progress)).toBeLessThan(size);
});

test('a slow registry takes its time', async () => {
  registry.disturb(slowly);
  const { failure, progress, seconds } = await pullWith({ pullIdleTimeout: 2000 });
  expect(failure).toBeUndefined();
  expect(seconds).toBeGreaterThan(3);
  expect(progress.length).toBeGreaterThan(10);
});

test('a registry that cuts every download ends the pull when its time is over', async () => {
  registry.disturb(beginning(() => Promise.reject(new Error('cut'))));
  const { failure, seconds } = await pullWith({ pullTimeout: 4000 });
  expect(failure).toMatchObject({
    message: expect.stringMatching(/given up after .+ of .+: it took more than 4 s\.$/) as unknown,
  });
  expect(seconds).toBeLessThan(9);
});

test('a registry that cuts a download once is asked for the rest by the engine', async () => {
  let cuts = 0;
  const cut = beginning(() => {
    cuts++;
    return Promise.reject(new Error('cut'));
  });
  registry.disturb((bytes) => (cuts === 0 ? cut(bytes) : bytes));
  const { failure } = await pullWith({});
  expect(failure).toBeUndefined();
  expect(cuts).toBeGreaterThan(0);
});

interface Pulled {
  /** Why there is no image; undefined: there is. */
  readonly failure: unknown;
  readonly progress: readonly Progress[];
  readonly seconds: number;
}

async function pullWith(config: Partial<DriverConfig>): Promise<Pulled> {
  const { task, progress } = recordedTask({ image });
  const started = performance.now();
  const driver = createDockerDriver({ docker: dockerHost, ...config });
  const failure = await driver.prepare(task, new AbortController().signal).then(
    (cookie) => cookie[Symbol.asyncDispose](),
    (error: unknown) => error,
  );
  return { failure, progress, seconds: (performance.now() - started) / 1000 };
}

/** The largest number of bytes that were said to be there. */
function lastOf(progress: readonly Progress[]): number {
  return Math.max(...progress.map((step) => (step.phase === 'pulling' ? step.current : 0)));
}

/** A quarter of a layer that is large, and then what `end` does. */
function beginning(end: () => Promise<never>): Disturbance {
  return async function* (bytes) {
    let left = size / 4;
    for await (const chunk of bytes) {
      yield chunk.subarray(0, left);
      left -= chunk.length;
      if (left <= 0) await end();
    }
  };
}

/** In about 4 s. */
const slowly: Disturbance = async function* (bytes) {
  for await (const chunk of bytes) {
    for (let at = 0; at < chunk.length; at += size / 40) {
      yield chunk.subarray(at, at + size / 40);
      await sleep(100);
    }
  }
};
