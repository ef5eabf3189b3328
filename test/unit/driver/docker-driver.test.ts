import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createDockerDriver } from '../../../src/driver/docker/docker-driver.ts';
import { failure, json, startFakeEngine } from '../../helpers/fake-engine.ts';
import type { Route } from '../../helpers/fake-engine.ts';
import { answers, prepare, run } from '../../helpers/fake-runs.ts';
import { recordedTask } from '../../helpers/task.ts';

beforeEach(() => {
  vi.stubEnv('DOCKER_CONFIG', '/nowhere'); // Whoever runs the tests has credentials of their own.
});

afterEach(() => {
  vi.unstubAllEnvs();
});

test.each([
  ['1.30', '/v1.30/'],
  ['1.56', '/v1.56/'],
  ['1.99', '/v1.56/'],
])('speaks to an engine of API version %s', async (ApiVersion, prefix) => {
  await using engine = await startFakeEngine(answers({ 'GET /version': json({ ApiVersion }) }));
  await run(engine, recordedTask());
  expect(engine.requests[1]).toContain(` ${prefix}images/`);
});

test('throws the reason of an abort while the image is looked for', async () => {
  const abort = new AbortController();
  await using engine = await startFakeEngine(
    answers({
      'GET /images/busybox/json': () => {
        abort.abort(new Error('enough'));
      },
    }),
  );
  await expect(prepare(engine, recordedTask({ image: 'busybox' }).task, abort.signal)).rejects.toThrow(
    'enough',
  );
});

test('removes what was created when the abort came meanwhile', async () => {
  const abort = new AbortController();
  await using engine = await startFakeEngine(
    answers({
      'POST /containers/create': (response, request) => {
        abort.abort(new Error('enough'));
        json({ Id: 'abc' }, 201)(response, request);
      },
    }),
  );
  await expect(prepare(engine, recordedTask().task, abort.signal)).rejects.toThrow('enough');
  expect(engine.requests.at(-1)).toMatch(/^DELETE .*\/containers\/abc\?/);
});

test('an engine that does not tell the id of what it creates has failed', async () => {
  await using engine = await startFakeEngine(answers({ 'POST /containers/create': json({}, 201) }));
  await expect(prepare(engine, recordedTask().task)).rejects.toMatchObject({
    name: 'DriverError',
    cause: new SyntaxError('An engine would tell the id of what it creates.'),
  });
});

test('two runs that want the same image at once pull it once', async () => {
  let isPulled = false;
  const routes: Readonly<Record<string, Route>> = {
    'GET /images/busybox/json': (response, request) => {
      (isPulled ? json({}) : failure(404, 'no such image'))(response, request);
    },
    'POST /images/create': (response) => {
      setTimeout(() => {
        isPulled = true;
        response.end('{"status":"Pulled"}\n');
      }, 100);
    },
  };
  await using engine = await startFakeEngine(answers(routes));
  const driver = createDockerDriver({ docker: engine.dockerHost });
  const both = [1, 2].map(() => recordedTask({ image: 'busybox' }));
  const { signal } = new AbortController();
  const cookies = await Promise.all(both.map(({ task }) => driver.prepare(task, signal)));
  for (const cookie of cookies) await cookie[Symbol.asyncDispose]();
  expect(engine.requests.filter((request) => request.includes('/images/create'))).toHaveLength(1);
  for (const { progress } of both) expect(progress[0]).toMatchObject({ phase: 'pulling', image: 'busybox' });
});

test('a pull that ends without the image is a failure', async () => {
  const routes = {
    'GET /images/busybox/json': failure(404, 'no such image'),
    'POST /images/create': json({ status: 'Pulling' }),
  };
  await using engine = await startFakeEngine(answers(routes));
  await expect(prepare(engine, recordedTask({ image: 'busybox' }).task)).rejects.toThrow(
    'The pull of the image "busybox" ended early.',
  );
});

describe('an image for another platform', () => {
  const amd64 = { Os: 'linux', Architecture: 'amd64' };
  const wanted = recordedTask({ image: 'busybox', platform: 'linux/arm64' }).task;

  test('is pulled again', async () => {
    const routes = answers({
      'GET /images/busybox/json': (response, request) => {
        const isPulled = engine.requests.some((each) => each.includes('/images/create'));
        json(isPulled ? { ...amd64, Architecture: 'arm64', Variant: 'v8' } : amd64)(response, request);
      },
      'POST /images/create': json({ status: 'Pulled' }),
    });
    await using engine = await startFakeEngine(routes);
    await (await prepare(engine, wanted))[Symbol.asyncDispose]();
    expect(engine.requests.find((each) => each.includes('/images/create'))).toContain(
      'platform=linux%2Farm64',
    );
  });

  test('is told where there is no other to pull', async () => {
    const routes = {
      'GET /images/busybox/json': json(amd64),
      'POST /images/create': json({ status: 'Pulled' }),
    };
    await using engine = await startFakeEngine(answers(routes));
    await expect(prepare(engine, wanted)).rejects.toMatchObject({
      message: 'The image "busybox" is for linux/amd64, not for linux/arm64.',
      advice: 'Choose an image that has this platform, or correct or remove "platform".',
    });
  });

  test('is told where none may be pulled', async () => {
    await using engine = await startFakeEngine(answers({ 'GET /images/busybox/json': json(amd64) }));
    await expect(prepare(engine, { ...wanted, pull: 'never' })).rejects.toThrow(
      'The engine does not have the image "busybox" for linux/arm64, but for linux/amd64, and the task says never to pull it.',
    );
  });

  test('is not looked at by an engine that can have both', async () => {
    const routes = {
      'GET /version': json({ ApiVersion: '1.51' }),
      'GET /images/busybox/json': json({ ...amd64, Architecture: 'arm64' }),
    };
    await using engine = await startFakeEngine(answers(routes));
    await (await prepare(engine, wanted))[Symbol.asyncDispose]();
    const platform = encodeURIComponent('{"os":"linux","architecture":"arm64"}');
    expect(engine.requests[1]).toBe(`GET /v1.51/images/busybox/json?platform=${platform}`);
  });
});

test('refuses an image that is no reference before it asks for it', async () => {
  await using engine = await startFakeEngine(answers());
  await expect(prepare(engine, recordedTask({ image: '../info?x=' }).task)).rejects.toThrow(
    /^The image reference "\.\.\/info\?x=" /,
  );
  expect(engine.requests).toEqual(['GET /version']);
});
