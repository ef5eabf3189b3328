import fs from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ContainerTask } from '../../../../src/core/container-task.ts';
import { eventually } from '../../../helpers/eventually.ts';
import { failure, json, startFakeEngine } from '../../../helpers/fake-engine.ts';
import type { Route } from '../../../helpers/fake-engine.ts';
import { answers, prepare } from '../../../helpers/fake-runs.ts';
import { recordedTask } from '../../../helpers/task.ts';
import { makeTemporaryFolder, removeFolder } from '../../../helpers/temporary-folder.ts';

let context: string;

beforeEach(() => {
  vi.stubEnv('DOCKER_CONFIG', '/nowhere'); // Whoever runs the tests has credentials of their own.
  context = makeTemporaryFolder();
  fs.writeFileSync(path.join(context, 'Dockerfile'), 'FROM r.example/x');
});

afterEach(() => {
  vi.unstubAllEnvs();
  removeFolder(context);
});

test('creates the container of what was built, whatever the pieces of the answer', async () => {
  const bytes = Buffer.from(
    `${JSON.stringify({ stream: 'Step 1/1 : FROM größe\n' })}\n{"aux":{"ID":"sha256:1"}}\n`,
  );
  const created: string[] = [];
  const routes: Readonly<Record<string, Route>> = {
    'POST /build': built((response) => {
      const at = bytes.indexOf(0xc3) + 1;
      response.write(bytes.subarray(0, at), () => response.end(bytes.subarray(at)));
    }),
    'POST /containers/create': (response, request) => {
      void text(request).then((body) => {
        created.push(body);
        json({ Id: 'abc' }, 201)(response, request);
      });
    },
  };
  await using engine = await startFakeEngine(answers(routes));
  const { task, progress, stdout } = buildTask();
  await (await prepare(engine, task))[Symbol.asyncDispose]();
  expect(JSON.parse(created[0] ?? '')).toMatchObject({ Image: 'sha256:1' });
  expect(stdout().toString()).toBe('Step 1/1 : FROM größe\n');
  expect(progress.slice(0, 3)).toEqual([
    { phase: 'building', step: '', current: 0, total: 0 },
    { phase: 'building', step: 'FROM größe', current: 1, total: 1 },
    { phase: 'creating' },
  ]);
});

test('asks for all that the task says', async () => {
  await using engine = await startFakeEngine(
    answers({ 'POST /build': built(json({ aux: { ID: 'sha256:1' } })) }),
  );
  const { task } = buildTask({
    image: 'mine:1',
    platform: 'linux/arm64',
    pull: 'always',
    labels: { a: 'b' },
    build: { context, dockerfile: './Dockerfile', target: 'last', args: { A: 'b c' } },
  });
  await (await prepare(engine, task))[Symbol.asyncDispose]();
  const url = engine.requests.find((request) => request.includes('/build?'));
  expect(Object.fromEntries(new URL(`http://x${url?.split(' ')[1] ?? ''}`).searchParams)).toEqual({
    version: '1',
    dockerfile: 'Dockerfile',
    t: 'mine:1',
    target: 'last',
    buildargs: '{"A":"b c"}',
    platform: 'linux/arm64',
    labels: '{"a":"b","com.container-tasks.task":"test"}',
    pull: 'true',
    rm: 'true',
    forcerm: 'true',
  });
});

test('shows the credentials of the images that it builds on', async () => {
  const auth = Buffer.from('me:secret').toString('base64');
  vi.stubEnv(
    'DOCKER_AUTH_CONFIG',
    JSON.stringify({ auths: { 'r.example': { auth }, 'other.example': { auth } } }),
  );
  const shown: unknown[] = [];
  const route = built((response, request) => {
    shown.push(JSON.parse(Buffer.from(String(request.headers['x-registry-config']), 'base64').toString()));
    json({ aux: { ID: 'sha256:1' } })(response, request);
  });
  await using engine = await startFakeEngine(answers({ 'POST /build': route }));
  await (await prepare(engine, buildTask().task))[Symbol.asyncDispose]();
  expect(shown).toEqual([
    { 'r.example': { username: 'me', password: 'secret', serveraddress: 'r.example' } },
  ]);
});

test.each<[string, Route, string, string]>([
  [
    'the engine refuses',
    failure(400, 'dockerfile parse error line 2: unknown instruction: FOO'),
    'The build of the image failed: dockerfile parse error line 2: unknown instruction: FOO.',
    'Read the output of the task, and correct the Dockerfile.',
  ],
  [
    'the stream is cut off',
    (response) => {
      response.write('{"stream":"Step 1/2 : FROM x\\n"}\n{"str', () => response.destroy());
    },
    'The connection to the engine was lost while trying to build the image.',
    'See whether the engine still runs, then run the task again.',
  ],
  [
    'the stream ends early',
    json({ stream: 'Step 1/2 : FROM x\n' }),
    'The build of the image ended early.',
    'See whether the engine still runs, then run the task again.',
  ],
  [
    'the engine has no space',
    json({ error: 'write /x: no space left on device' }),
    'The build of the image failed: write /x: no space left on device.',
    'Free disk space for the engine, for example with "docker system prune".',
  ],
  [
    'a base image may not be pulled',
    json({
      error: 'pull access denied for x, repository does not exist or may require docker login: denied',
    }),
    'The build of the image failed: pull access denied for x, repository does not exist or may require docker login: denied.',
    'Run "docker login" for the registry in VS Code\'s terminal, or correct the FROM line.',
  ],
  [
    'Podman knows no such instruction',
    json({ error: 'building at STEP "FOO ": Build error: Unknown instruction: "FOO"\n' }),
    'The build of the image failed: Build error: Unknown instruction: "FOO".',
    'Read the output of the task, and correct the Dockerfile.',
  ],
  [
    'the Dockerfile needs BuildKit',
    json({ error: 'the --mount option requires BuildKit' }),
    'The build of the image failed: the --mount option requires BuildKit.',
    'Write it without what only BuildKit knows, or build it with "docker build" and name the result in "image".',
  ],
])('fails where %s', async (_, route, message, advice) => {
  await using engine = await startFakeEngine(answers({ 'POST /build': built(route) }));
  await expect(prepare(engine, buildTask().task)).rejects.toMatchObject({
    name: 'DriverError',
    message,
    advice,
  });
});

test.each([
  ['../x', /^The image reference/],
  [`x@sha256:${'0'.repeat(64)}`, /^What is built cannot be called "x@sha256:0/],
])('does not build what would be called %s', async (image, message) => {
  await using engine = await startFakeEngine(answers());
  await expect(prepare(engine, buildTask({ image }).task)).rejects.toThrow(message);
  expect(engine.requests).toEqual(['GET /version']);
});

test('a context that is not there is told before the engine is asked to build', async () => {
  await using engine = await startFakeEngine(answers());
  const build = { context: '/none', dockerfile: 'Dockerfile', target: '', args: {} };
  await expect(prepare(engine, buildTask({ build }).task)).rejects.toThrow(
    'The build\'s context "/none" is not there.',
  );
  expect(engine.requests).toEqual(['GET /version']);
});

test('a cancel while an engine does not take the context ends the build, and the reading', async () => {
  fs.writeFileSync(path.join(context, 'large'), '');
  fs.truncateSync(path.join(context, 'large'), 2 ** 30);
  await using engine = await startFakeEngine(answers({ 'POST /build': () => undefined }));
  const abort = new AbortController();
  const prepared = prepare(engine, buildTask().task, abort.signal);
  prepared.catch(() => undefined); // It rejects before it is awaited.
  await eventually('the build', () => engine.requests.some((request) => request.includes('/build?')));
  await eventually('the file to be open', () => openFiles().includes(path.join(context, 'large')));
  abort.abort(new Error('enough'));
  await expect(prepared).rejects.toThrow('enough');
  await eventually('the file to be closed', () => !openFiles().includes(path.join(context, 'large')));
});

function buildTask(settings: Partial<ContainerTask> = {}) {
  const build = { context, dockerfile: 'Dockerfile', target: '', args: {} };
  return recordedTask({ image: '', build, labels: {}, ...settings });
}

/** An engine answers when it has the whole context. */
function built(route: Route): Route {
  return (response, request) => {
    request.resume().on('end', () => {
      route(response, request);
    });
  };
}

/** Of this process, by their paths. */
function openFiles(): readonly string[] {
  return fs.readdirSync('/proc/self/fd').map((fd) => {
    try {
      return fs.readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      return ''; // Closed meanwhile.
    }
  });
}
