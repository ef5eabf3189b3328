import fs from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { ContainerTask } from '../../src/core/container-task.ts';
import { createDockerDriver } from '../../src/driver/docker/docker-driver.ts';
import { TaskRunner } from '../../src/runner/task-runner.ts';
import type { Run } from '../../src/runner/task-runner.ts';
import { checkUpToDate } from '../../src/runner/up-to-date/check-up-to-date.ts';
import type { Freshness } from '../../src/runner/up-to-date/check-up-to-date.ts';
import { JobInWorkspace } from '../helpers/checked-job.ts';
import { askEngine, callEngine } from '../helpers/engine-api.ts';
import { dockerHost, uniqueName } from '../helpers/engine-context.ts';
import { image as testImage, leftBehind, recordedTask, shell } from '../helpers/task.ts';

const driver = createDockerDriver({ docker: dockerHost });
const { signal } = new AbortController();
let job: JobInWorkspace;
const images: string[] = [];

beforeEach(() => {
  job = new JobInWorkspace();
  job.write('src/a', 'one');
});

afterEach(async () => {
  job[Symbol.dispose]();
  for (const each of images.splice(0)) await callEngine(dockerHost, 'DELETE', `/images/${each}?force=true`);
  expect(await leftBehind()).toEqual([]);
});

describe('a task is skipped until', () => {
  test('its image changes under the same tag', async () => {
    const name = uniqueName();
    await tag(testImage, name);
    const settings = { image: `${name}:1`, pull: 'never' } as const;
    await succeed(settings);
    expect(await check(settings)).toMatchObject({ upToDate: true });
    await tag(await anotherImage(), name);
    expect(await check(settings)).toMatchObject({ upToDate: false, why: 'Its image has changed.' });
  });

  test('what its image is built from changes', async () => {
    job.write('image/Dockerfile', `FROM ${testImage}\nCOPY x /\n`);
    job.write('image/x', uniqueName());
    const build = { context: job.path('image'), dockerfile: 'Dockerfile', target: '', args: {} };
    const settings = { image: uniqueName(), build };
    images.push(settings.image);
    await succeed(settings);
    expect(await check(settings)).toMatchObject({ upToDate: true });
    fs.writeFileSync(job.path('image/x'), uniqueName());
    expect(await check(settings)).toMatchObject({ upToDate: false, why: 'Its image has changed.' });
  });

  test('a run fails', async () => {
    await succeed({});
    expect(await check({})).toMatchObject({ upToDate: true });
    job.write('src/a', 'two');
    expect(await check({})).toMatchObject({ upToDate: false });
    expect((await run(shell('echo half > out/a; exit 1'))).status).toBe('error');
    job.write('src/a', 'one');
    expect(await check({})).toMatchObject({ upToDate: false, why: 'It has not succeeded since.' });
  });
});

test('an image that is not there is told as for a run', async () => {
  const { task } = recordedTask({ image: 'no/such:1', pull: 'never' });
  await expect(driver.imageId(task, signal)).rejects.toThrow(
    'The engine does not have the image "no/such:1", and the task says never to pull it.',
  );
});

const copies = shell('mkdir -p out && cp src/a out/a');

function taskIn(settings: Partial<ContainerTask>): ContainerTask {
  const volumes = [{ type: 'bind', source: job.folder, target: '/w', readonly: false }] as const;
  return recordedTask({ ...copies, volumes, workDir: '/w', ...settings }).task;
}

async function check(settings: Partial<ContainerTask>): Promise<Freshness> {
  const task = taskIn(settings);
  return checkUpToDate(
    {
      ...{ id: 'build', workspaceFolder: job.folder, spec: task, files: ['src'], output: ['out'] },
      ...{ stdin: undefined, services: [], always: false },
    },
    job.stateFolder,
    (either) => driver.imageId(task, either),
    signal,
  );
}

async function succeed(settings: Partial<ContainerTask>): Promise<void> {
  const freshness = await check(settings);
  if (freshness.upToDate) throw new Error('It has not run yet.');
  const { status, imageId } = await run(settings);
  expect([status, imageId]).toEqual(['success', await driver.imageId(taskIn(settings), signal)]);
  await freshness.record(imageId ?? '', signal);
}

async function run(settings: Partial<ContainerTask>): Promise<Run> {
  const { logger, ...spec } = taskIn(settings);
  const started = new TaskRunner(() => Promise.resolve(driver)).start('key', spec, logger);
  await started.ended;
  return started;
}

async function anotherImage(): Promise<string> {
  job.write('other/Dockerfile', `FROM ${testImage}\nLABEL other=${uniqueName()}\n`);
  const build = { context: job.path('other'), dockerfile: 'Dockerfile', target: '', args: {} };
  const id = await driver.imageId(taskIn({ image: '', build }), signal);
  images.push(id);
  return id;
}

async function tag(image: string, name: string): Promise<void> {
  await askEngine(dockerHost, 'POST', `/images/${image}/tag?repo=${name}&tag=1`);
  images.push(`${name}:1`);
}
