import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ContainerTask, ImageBuild } from '../../src/core/container-task.ts';
import { createDockerDriver } from '../../src/driver/docker/docker-driver.ts';
import { askEngine, callEngine } from '../helpers/engine-api.ts';
import { dockerHost, uniqueName } from '../helpers/engine-context.ts';
import { eventually } from '../helpers/eventually.ts';
import { image as testImage, leftBehind, printed, recordedTask, runTask, shell } from '../helpers/task.ts';
import { makeTemporaryFolder, removeFolder } from '../helpers/temporary-folder.ts';

let context: string;

beforeEach(() => {
  vi.stubEnv('DOCKER_CONFIG', '/nowhere'); // Whoever runs the tests has credentials of their own.
  context = makeTemporaryFolder();
});

afterEach(async () => {
  vi.unstubAllEnvs();
  removeFolder(context);
  expect(await leftBehind()).toEqual([]);
});

afterAll(async () => {
  for (const { Id } of await builtImages())
    await callEngine(dockerHost, 'DELETE', `/images/${Id}?force=true`);
});

test('runs what was built, and shows how', async () => {
  write('Dockerfile', `FROM ${testImage}\nRUN echo step-output\nCOPY greeting /\n`);
  write('greeting', 'hello');
  const { result, stdout, recorded } = await runTask(building({}, shell('cat /greeting')));
  expect(result).toEqual({ status: 'success', exitCode: 0 });
  expect(stdout).toMatch(/^Step 1\/\d+ : FROM .*\nstep-output\n.*hello$/s);
  const steps = recorded.progress.flatMap((each) => (each.phase === 'building' ? [each.step] : []));
  expect(steps.slice(0, 4)).toEqual(['', `FROM ${testImage}`, 'RUN echo step-output', 'COPY greeting /']);
});

test('sends the context as it is: modes, links, empty folders, strange names, all of root', async () => {
  write('Dockerfile', `FROM ${testImage}\nCOPY . /x\n`);
  write('run.sh', '#!/bin/sh\necho ran');
  fs.chmodSync(path.join(context, 'run.sh'), 0o750);
  write(`${'deep/'.repeat(30)}näme 😀`, 'deep');
  fs.mkdirSync(path.join(context, 'empty'));
  fs.symlinkSync('run.sh', path.join(context, 'link'));
  fs.symlinkSync('/none', path.join(context, 'dangling'));
  const script = `cd /x; stat -c '%n %a %u:%g %F' run.sh empty; readlink link; readlink dangling; ./link; cat ${'deep/'.repeat(30)}*`;
  const { stdout } = await runTask(building({}, shell(script)));
  expect(stdout.split('\n').slice(-6)).toEqual([
    'run.sh 750 0:0 regular file',
    'empty 755 0:0 directory',
    'run.sh',
    '/none',
    'ran',
    'deep',
  ]);
});

test('sends a large file whole', async () => {
  write('Dockerfile', `FROM ${testImage}\nCOPY large /\n`);
  const large = randomBytes(50_000_000);
  write('large', large);
  const { stdout } = await runTask(building({}, shell('sha256sum /large')));
  expect(stdout).toContain(createHash('sha256').update(large).digest('hex'));
});

test.each<[string, Partial<ImageBuild>]>([
  ['.dockerignore', {}],
  ['docker/My.dockerignore', { dockerfile: 'docker/My' }],
])('leaves out what %s says', async (ignoreFile, build) => {
  write(build.dockerfile ?? 'Dockerfile', `FROM ${testImage}\nCOPY . /x\n`);
  write(ignoreFile, '# all but\n*\n!kept\nkept/**/*.log\n!**/important.log\n');
  for (const file of [
    'left',
    'kept/a',
    'kept/b.log',
    'kept/sub/important.log',
    'other/c',
    'other/important.log',
  ])
    write(file, '');
  const { stdout } = await runTask(building(build, shell('cd /x; find kept left other 2> /dev/null | sort')));
  expect(stdout.split('\n').slice(-7, -1)).toEqual([
    'kept',
    'kept/a',
    'kept/sub',
    'kept/sub/important.log',
    'other',
    'other/important.log',
  ]);
});

test('builds a stage, with arguments, from another Dockerfile, under a name', async () => {
  const name = `${uniqueName()}:1`;
  const stages = `FROM ${testImage} AS first\nARG WHO=nobody\nENV WHO=$WHO\nFROM first AS second\nRUN false\n`;
  write('docker/Dockerfile.test', stages);
  const build = { dockerfile: 'docker/Dockerfile.test', target: 'first', args: { WHO: 'a "b" $c' } };
  const { stdout } = await runTask({ ...building(build, shell('echo "who=$WHO"')), image: name });
  expect(stdout).toContain('\nwho=a "b" $c\n');
  const named = await askEngine(dockerHost, 'GET', `/images/${name}/json`);
  expect(named).toMatchObject({ Config: { Labels: { 'com.container-tasks.task': 'test' } } });
});

test('builds the same again from the cache', async () => {
  write('Dockerfile', `FROM ${testImage}\nRUN echo ${uniqueName()}\n`);
  await runTask(building());
  const images = new Set((await builtImages()).map(({ Id }) => Id));
  const { stdout } = await runTask(building());
  expect(stdout).toContain('Using cache');
  expect(new Set((await builtImages()).map(({ Id }) => Id))).toEqual(images);
});

test.each([
  [
    'a step that fails',
    'RUN echo why; exit 7',
    /^Step 2 of \d+ of the build, "RUN echo why; exit 7", failed with exit code 7\.$/,
    'Read what it printed in the output of the task, and correct the Dockerfile.',
  ],
  [
    'a line that is no instruction',
    'FOO bar',
    /^The build of the image failed: dockerfile parse error.* unknown instruction: FOO\.$/i,
    'Read the output of the task, and correct the Dockerfile.',
  ],
  [
    'a file that is not there',
    'COPY none /',
    /^Step 2 of \d+ of the build, "COPY none \/", failed: .*none.*\.$/,
    'Correct the path, which begins at the context, or see whether .dockerignore leaves it out.',
  ],
  [
    'a base image that is not there',
    'FROM 127.0.0.1:1/none:1',
    /^Step 2 of \d+ of the build, "FROM 127\.0\.0\.1:1\/none:1", failed: .* connection refused\.$/,
    'Check the connection from the engine to the registry, then run the task again.',
  ],
])('says what is wrong with %s', async (_, line, message, advice) => {
  write('Dockerfile', `FROM ${testImage}\n${line}\n`);
  const recorded = recordedTask(building());
  const prepared = createDockerDriver({ docker: dockerHost }).prepare(
    recorded.task,
    new AbortController().signal,
  );
  const error: unknown = await prepared.catch((reason: unknown) => reason);
  expect(error).toMatchObject({
    name: 'DriverError',
    message: expect.stringMatching(message) as unknown,
    advice,
  });
  if (line.includes('why')) expect(recorded.stdout().toString()).toContain('\nwhy\n');
});

test('says that there is no such stage', async () => {
  write('Dockerfile', `FROM ${testImage}\n`);
  await expect(runTask(building({ target: 'none' }))).rejects.toMatchObject({
    name: 'DriverError',
    advice: 'Correct "build.target": it is the name of a stage, after AS in a FROM line.',
  });
});

test('a cancel within a step ends it at once and leaves no container', async () => {
  const seconds = 1000 + Math.floor(Math.random() * 1e6);
  write('Dockerfile', `FROM ${testImage}\nRUN echo ready; sleep ${seconds}\n`);
  const recorded = recordedTask(building());
  const abort = new AbortController();
  const prepared = createDockerDriver({ docker: dockerHost }).prepare(recorded.task, abort.signal);
  prepared.catch(() => undefined); // It rejects before it is awaited.
  await printed(recorded, '\nready\n');
  expect(await containersRunning(`sleep ${seconds}`)).toHaveLength(1);
  const cancelled = performance.now();
  abort.abort(new Error('enough'));
  await expect(prepared).rejects.toThrow('enough');
  expect(performance.now() - cancelled).toBeLessThan(1000);
  await eventually('the container of the step to go', async () => {
    return (await containersRunning(`sleep ${seconds}`)).length === 0;
  });
});

function building(
  build: Partial<ImageBuild> = {},
  more: Partial<ContainerTask> = {},
): Partial<ContainerTask> {
  return { image: '', build: { context, dockerfile: 'Dockerfile', target: '', args: {}, ...build }, ...more };
}

function write(name: string, content: string | Uint8Array): void {
  const file = path.join(context, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content);
}

/** The images that this file's tasks have built: they carry the labels of the tasks. */
async function builtImages(): Promise<readonly { readonly Id: string }[]> {
  const label = Object.entries(recordedTask().task.labels).map((pair) => pair.join('='));
  const filters = encodeURIComponent(JSON.stringify({ label }));
  return (await askEngine(dockerHost, 'GET', `/images/json?filters=${filters}`)) as readonly {
    readonly Id: string;
  }[];
}

/** The containers, in whatever state, whose command has these words. */
async function containersRunning(words: string): Promise<readonly unknown[]> {
  const all = (await askEngine(dockerHost, 'GET', '/containers/json?all=true')) as readonly {
    readonly Command: string;
  }[];
  return all.filter(({ Command }) => Command.includes(words));
}
