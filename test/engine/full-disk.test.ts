import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { ContainerTask } from '../../src/core/container-task.ts';
import type { RunResult } from '../../src/core/run-result.ts';
import { createDockerDriver } from '../../src/driver/docker/docker-driver.ts';
import { startBreakableEngine } from '../helpers/breakable-engine.ts';
import type { BreakableEngine } from '../helpers/breakable-engine.ts';
import { askEngine, callEngine } from '../helpers/engine-api.ts';
import { testImage } from '../helpers/images.ts';
import { startRegistry } from '../helpers/registry.ts';
import { smallDisk, whileFull } from '../helpers/small-disk.ts';
import { recordedTask, shell } from '../helpers/task.ts';
import { runToEnd } from '../helpers/run-to-end.ts';

/** An engine whose disk has no space left. */

let engine: BreakableEngine;

beforeAll(async () => {
  engine = await startBreakableEngine({ prepare: smallDisk(64) });
});

afterEach(async () => {
  vi.unstubAllEnvs();
  expect(await engine.containers()).toEqual([]);
});

afterAll(() => engine[Symbol.asyncDispose]());

const advice = 'Free disk space for the engine, for example with "docker system prune".';

test('that fills up while a container writes gives the container’s own words and exit code', async () => {
  const { result, stderr } = await run(shell('dd if=/dev/zero of=/file bs=1M count=200 || exit 5'));
  expect(result).toEqual({
    status: 'error',
    exitCode: 5,
    error: {
      message: expect.stringMatching(
        /^The command failed with exit code 5 after .*No space left on device/,
      ) as unknown,
      advice,
    },
  });
  expect(stderr).toContain('No space left on device');
});

test('fails the creation of a container with what to do', async () => {
  expect(await whileFull(engine.folder, async () => (await run({})).result)).toEqual({
    status: 'error',
    error: {
      message: expect.stringMatching(
        /^The engine could not create the container: .*no space left on device\.$/,
      ) as unknown,
      advice,
    },
  });
});

test('fails a pull with what to do', async () => {
  await using registry = await startRegistry('someone', 'secret');
  const image = `${registry.host}/some/image:1`;
  await moveTo(registry.host, image);
  expect(await whileFull(engine.folder, async () => (await run({ image })).result)).toEqual({
    status: 'error',
    error: {
      message: expect.stringMatching(
        /^The image ".*" could not be pulled: .*no space left on device\.$/,
      ) as unknown,
      advice,
    },
  });
});

async function run(settings: Partial<ContainerTask>): Promise<{ result: RunResult; stderr: string }> {
  const recorded = recordedTask({ image: testImage, ...settings });
  const driver = createDockerDriver({ docker: engine.dockerHost });
  const { signal } = new AbortController();
  const result = await runToEnd(driver, recorded.task, {
    cancel: signal,
    kill: signal,
  });
  return { result, stderr: recorded.stderr().toString() };
}

/** Pushes the tests' image to a registry, and leaves the engine without it. */
async function moveTo(registry: string, image: string): Promise<void> {
  const [name = '', tag = ''] = image.split(/:(?=[^:]+$)/);
  const credentials = { username: 'someone', password: 'secret' };
  const auths = { [registry]: { auth: Buffer.from('someone:secret').toString('base64') } };
  vi.stubEnv('DOCKER_AUTH_CONFIG', JSON.stringify({ auths }));
  await askEngine(engine.dockerHost, 'POST', `/images/${testImage}/tag?repo=${name}&tag=${tag}`);
  const headers = { 'X-Registry-Auth': Buffer.from(JSON.stringify(credentials)).toString('base64url') };
  const pushed = await callEngine(engine.dockerHost, 'POST', `/images/${name}/push?tag=${tag}`, { headers });
  expect(pushed.body).not.toContain('"error"');
  for (const each of [image, testImage]) await askEngine(engine.dockerHost, 'DELETE', `/images/${each}`);
}
