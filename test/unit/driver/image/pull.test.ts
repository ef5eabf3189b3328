import type { ServerResponse } from 'node:http';
import { describe, expect, test, vi } from 'vitest';
import type { Progress } from '../../../../src/core/container-task.ts';
import { findEngine } from '../../../../src/driver/docker/engine/find-engine.ts';
import { pull } from '../../../../src/driver/docker/image/pull.ts';
import type { PullRequest } from '../../../../src/driver/docker/image/pull.ts';
import { DriverError } from '../../../../src/driver/driver.ts';
import { eventually } from '../../../helpers/eventually.ts';
import { failure, json, startFakeEngine } from '../../../helpers/fake-engine.ts';
import type { FakeEngine, Route } from '../../../helpers/fake-engine.ts';

const digest = `sha256:${'0'.repeat(64)}`;

describe('asks for', () => {
  test.each([
    ['busybox', 'fromImage=busybox&tag=latest'],
    ['busybox:1', 'fromImage=busybox%3A1&tag='],
    ['localhost:5000/a/b', 'fromImage=localhost%3A5000%2Fa%2Fb&tag=latest'],
    [`busybox@${digest}`, `fromImage=busybox%40${encodeURIComponent(digest)}&tag=`],
    [`busybox:1@${digest}`, `fromImage=busybox%3A1%40${encodeURIComponent(digest)}&tag=`],
  ])('one image and not all tags: %s', async (image, query) => {
    await using engine = await startFakeEngine({ routes: { 'POST /images/create': lines() } });
    await pullFrom(engine, image);
    expect(engine.requests.at(-1)).toBe(`POST /v1.41/images/create?${query}`);
  });
});

test('asks for the platform that is wanted', async () => {
  await using engine = await startFakeEngine({ routes: { 'POST /images/create': lines() } });
  await pullFrom(engine, 'x', undefined, undefined, { platform: 'linux/arm/v7' });
  expect(engine.requests.at(-1)).toContain('&platform=linux%2Farm%2Fv7');
});

describe('reports bytes over all layers', () => {
  test('as they come', async () => {
    const progress = await progressOf(
      lines(
        { status: 'Pulling from library/busybox', id: 'latest' },
        { status: 'Pulling fs layer', id: 'a', progressDetail: {} },
        { status: 'Downloading', id: 'a', progressDetail: { current: 10, total: 100 } },
        { status: 'Downloading', id: 'b', progressDetail: { current: 5, total: 50 } },
        { status: 'Download complete', id: 'a', progressDetail: {} },
        { status: 'Extracting', id: 'a', progressDetail: { current: 1, total: 100 } },
        { status: 'Download complete', id: 'c', progressDetail: {} },
        { status: 'Digest: sha256:0' },
      ),
    );
    expect(progress).toEqual([
      [0, 0],
      [10, 100],
      [15, 150],
      [105, 150],
    ]);
  });

  test.each(['Verifying Checksum', 'Extracting', 'Pull complete'])(
    'of a layer that is next said to be in the state %s',
    async (status) => {
      const detail = { current: 10, total: 100 };
      const progress = await progressOf(
        lines({ status: 'Downloading', id: 'a', progressDetail: detail }, { status, id: 'a' }),
      );
      expect(progress).toEqual([
        [0, 0],
        [10, 100],
        [100, 100],
      ]);
    },
  );

  test('and not of a layer that is tried again', async () => {
    const detail = { current: 10, total: 100 };
    const progress = await progressOf(
      lines(
        { status: 'Downloading', id: 'a', progressDetail: detail },
        { status: 'Retrying in 5 seconds', id: 'a' },
      ),
    );
    expect(progress.at(-1)).toEqual([10, 100]);
  });

  test('though the stream is split within a character', async () => {
    const bytes = Buffer.from(
      `${JSON.stringify({ id: 'größe', status: 'Downloading', progressDetail: { current: 1, total: 2 } })}\n`,
    );
    const progress = await progressOf((response) => {
      const at = bytes.indexOf(0xc3) + 1;
      response.write(bytes.subarray(0, at), () => response.end(bytes.subarray(at)));
    });
    expect(progress).toEqual([
      [0, 0],
      [1, 2],
    ]);
  });
});

describe('fails', () => {
  test.each<[string, Route, string, string]>([
    [
      'for a platform that the image is not there for',
      lines({ error: 'no matching manifest for linux/arm64/v8 in the manifest list entries' }),
      'The image "x/y:1" is not there for linux/arm64/v8.',
      'set "platform" to one that it is there for',
    ],
    [
      'for a limit of its registry',
      failure(500, 'toomanyrequests: You have reached your pull rate limit.'),
      'The registry of "x/y:1" refuses it for now, as too much was pulled.',
      'Run "docker login" in VS Code\'s terminal, which raises the limit',
    ],
    [
      'for an image that is not there',
      failure(404, 'manifest for x/y:1 not found: manifest unknown: manifest unknown'),
      'The image "x/y:1" was not found.',
      'manifest unknown.',
    ],
    [
      'for an error line under a status of 200',
      lines({ status: 'Pulling', id: 'a' }, { error: 'write /data: no space left on device' }),
      'The image "x/y:1" could not be pulled: write /data: no space left on device.',
      'Free disk space',
    ],
    [
      'for missing credentials',
      failure(500, 'Get "https://r.example/v2/y": no basic auth credentials'),
      'The registry does not let you pull "x/y:1".',
      'Run "docker login" in VS Code\'s terminal, or correct "image". The registry says: Get "https://r.example/v2/y": no basic auth credentials.',
    ],
    [
      'for a repository that is private or does not exist: Docker Hub does not tell which',
      failure(404, 'pull access denied for x/y, repository does not exist or may require docker login'),
      'The registry does not let you pull "x/y:1".',
      'Run "docker login" in',
    ],
    [
      'for a registry that is down',
      failure(500, 'Get "https://r.example/v2/": dial tcp 1.2.3.4:443: connect: connection refused'),
      'The image "x/y:1" could not be pulled: Get "https://r.example/v2/": dial tcp 1.2.3.4:443: connect: connection refused.',
      'Check the connection',
    ],
    [
      'for a registry that breaks off each download, as recorded from Docker 20.10 after 75 s',
      lines(
        { status: 'Pulling fs layer', progressDetail: {}, id: '8199fa550a31' },
        { status: 'Retrying in 1 second', progressDetail: {}, id: '8199fa550a31' },
        { errorDetail: { message: 'EOF' }, error: 'EOF' },
      ),
      'The image "x/y:1" could not be pulled: its registry broke off each download (EOF).',
      'Check the connection',
    ],
    [
      'for a stream that is cut off',
      (response) => {
        response.write('{"status":"Pulling"}\n{"stat', () => response.destroy());
      },
      'The connection to the engine was lost while trying to pull the image "x/y:1".',
      'See whether the engine still runs',
    ],
    [
      'for a stream that ends within a line',
      (response) => response.end('{"status":"Pulling"}\n{"stat'),
      'The connection to the engine was lost while trying to pull the image "x/y:1".',
      'See whether the engine still runs',
    ],
  ])(
    '%s',
    async (_, route, message, advice) => {
      await using engine = await startFakeEngine({ routes: { 'POST /images/create': route } });
      const error = await pullFrom(engine, 'x/y:1').catch((reason: unknown) => reason);
      if (!(error instanceof DriverError)) throw new Error(`No DriverError: ${String(error)}`);
      expect(error.message).toBe(message);
      expect(error.advice).toContain(advice);
    },
    15_000,
  );
});

test('shows the credentials to the engine, in a header alone', async () => {
  const headers: unknown[] = [];
  await using engine = await startFakeEngine({
    routes: {
      'POST /images/create': (response, request) => {
        headers.push(request.headers['x-registry-auth']);
        lines()(response, request);
      },
    },
  });
  await pullFrom(engine, 'x/y:1', undefined, undefined, {
    credentials: { registryAuth: 'c2VjcmV0', problem: undefined },
  });
  await pullFrom(engine, 'x/y:1');
  expect(headers).toEqual(['c2VjcmV0', undefined]);
  expect(engine.requests.join()).not.toContain('c2VjcmV0');
});

test('a refusal names the registry to log in to, and what is wrong with the helper', async () => {
  const route = failure(500, 'unauthorized: authentication required');
  await using engine = await startFakeEngine({ routes: { 'POST /images/create': route } });
  const credentials = { registryAuth: undefined, problem: 'The helper is not installed.' };
  await expect(
    pullFrom(engine, 'r.example:5000/y:1', undefined, undefined, { credentials }),
  ).rejects.toMatchObject({
    advice:
      'Run "docker login r.example:5000" in VS Code\'s terminal, or correct "image". The helper is not installed. ' +
      'The registry says: unauthorized: authentication required.',
  });
});

test.each([
  ['x/yy:1', ['other:1', 'x/y:1'], 'Did you mean "x/y:1", which the engine has? '],
  ['x/y:1', ['x/y:1', 'x/y:2'], 'Did you mean "x/y:2", which the engine has? '],
  ['x/y:1', ['x/y:1', 'other:1'], ''],
])('an image that is not found, %s of an engine with %j, is perhaps another', async (image, names, meant) => {
  await using engine = await startFakeEngine({
    routes: {
      'POST /images/create': failure(404, 'manifest unknown'),
      'GET /images/json': json([{ RepoTags: null }, ...names.map((name) => ({ RepoTags: [name] }))]),
    },
  });
  await expect(pullFrom(engine, image)).rejects.toMatchObject({
    advice: `${meant}Correct "image", or build it first. The registry says: manifest unknown.`,
    remedy: { in: 'file', field: 'image' },
  });
});

test('closes the request when it is aborted, so that the engine ends the pull', async () => {
  const pulling = Promise.withResolvers<ServerResponse>();
  await using engine = await startFakeEngine({
    routes: {
      'POST /images/create': (response) => {
        response.write('{"status":"Pulling"}\n');
        pulling.resolve(response);
      },
    },
  });
  const abort = new AbortController();
  const pulled = pullFrom(engine, 'x', () => undefined, abort.signal);
  await pulling.promise;
  abort.abort(new Error('enough'));
  await expect(pulled).rejects.toThrow('enough');
  await eventually('the connection to close', () => engine.openConnections() === 0);
});

describe('a registry that cannot be reached', () => {
  const refused = failure(
    500,
    'Get "https://r.example/v2/": dial tcp 1.2.3.4:443: connect: connection refused',
  );

  test('is asked again', async () => {
    const routes = [refused, lines({ error: 'net/http: TLS handshake timeout' }), lines()];
    await using engine = await startFakeEngine({ routes: { 'POST /images/create': inTurn(routes) } });
    await pullFrom(engine, 'x');
    expect(pullsAskedFor(engine)).toBe(3);
  });

  test('is not asked again by Podman, which has done so by itself', async () => {
    const version = json({ ApiVersion: '1.41', Components: [{ Name: 'Podman Engine' }] });
    const routes = { 'GET /version': version, 'POST /images/create': refused };
    await using engine = await startFakeEngine({ routes });
    await expect(pullFrom(engine, 'x')).rejects.toThrow('connection refused');
    expect(pullsAskedFor(engine)).toBe(1);
  });

  test('is asked a few times and no more', async () => {
    await using engine = await startFakeEngine({ routes: { 'POST /images/create': refused } });
    await expect(pullFrom(engine, 'x')).rejects.toThrow('connection refused');
    expect(pullsAskedFor(engine)).toBe(4);
  }, 15_000);

  test('is not asked again once the run is cancelled', async () => {
    using random = vi.spyOn(Math, 'random').mockReturnValue(5); // A long wait.
    await using engine = await startFakeEngine({ routes: { 'POST /images/create': refused } });
    const abort = new AbortController();
    const pulled = pullFrom(engine, 'x', undefined, abort.signal);
    pulled.catch(() => undefined); // It rejects before it is awaited.
    await eventually('the first refusal', () => random.mock.calls.length > 0);
    abort.abort(new Error('enough'));
    const aborted = performance.now();
    await expect(pulled).rejects.toThrow('enough');
    expect(performance.now() - aborted).toBeLessThan(500);
    expect(pullsAskedFor(engine)).toBe(1);
  });

  test.each([
    ['for good', failure(404, 'manifest unknown')],
    ['as it is not known', lines({ error: 'unauthorized: connection reset' })],
    [
      'within a layer: the engine itself has tried that for 75 seconds',
      lines(
        { status: 'Pulling fs layer', id: 'a', progressDetail: {} },
        { status: 'Retrying in 1 second', id: 'a', progressDetail: {} },
        { error: 'dial tcp 1.2.3.4:443: connect: connection refused' },
      ),
    ],
  ])('is not asked again where it refuses %s', async (_, route) => {
    await using engine = await startFakeEngine({ routes: { 'POST /images/create': route } });
    await expect(pullFrom(engine, 'x')).rejects.toThrow(DriverError);
    expect(pullsAskedFor(engine)).toBe(1);
  });
});

describe('is given up', () => {
  const detail = { current: 10 * 2 ** 20, total: 40 * 2 ** 20 };
  const step = JSON.stringify({ status: 'Downloading', id: 'a', progressDetail: detail });
  const stalling: Route = (response) => response.write(`${step}\n`);

  test('when there is no news of it, with how far it got', async () => {
    await using engine = await startFakeEngine({ routes: { 'POST /images/create': stalling } });
    const limits = { total: 0, idle: 200 };
    await expect(pullFrom(engine, 'x', undefined, undefined, { limits })).rejects.toMatchObject({
      name: 'DriverError',
      message:
        'The pull of the image "x" was given up after 10 MiB of 40 MiB: nothing came from its registry for 0.2 s.',
      advice:
        'Check the connection from the engine to the registry and run the task again, or raise "containerTasks.pullIdleTimeout".',
    });
    await eventually('the connection to close', () => engine.openConnections() === 0);
  });

  test('when it takes too long, though there is news', async () => {
    const talking: Route = (response) => {
      const timer = setInterval(() => response.write('{"status":"Waiting"}\n'), 20);
      response.on('close', () => {
        clearInterval(timer);
      });
    };
    await using engine = await startFakeEngine({ routes: { 'POST /images/create': talking } });
    const limits = { total: 1000, idle: 800 };
    await expect(pullFrom(engine, 'x', undefined, undefined, { limits })).rejects.toMatchObject({
      message:
        'The pull of the image "x" was given up before anything was downloaded: it took more than 1 s.',
      advice: expect.stringContaining('raise "containerTasks.pullTimeout"') as unknown,
    });
  });

  test('when the engine does not answer at all', async () => {
    await using engine = await startFakeEngine({ routes: { 'POST /images/create': () => undefined } });
    const limits = { total: 0, idle: 200 };
    await expect(pullFrom(engine, 'x', undefined, undefined, { limits })).rejects.toThrow('was given up');
  });
});

async function progressOf(route: Route): Promise<unknown[]> {
  await using engine = await startFakeEngine({ routes: { 'POST /images/create': route } });
  const seen: unknown[] = [];
  await pullFrom(engine, 'busybox', (progress) => {
    if (progress.phase === 'pulling') seen.push([progress.current, progress.total]);
  });
  return seen;
}

async function pullFrom(
  { dockerHost }: FakeEngine,
  image: string,
  onProgress: (progress: Progress) => void = () => undefined,
  signal = new AbortController().signal,
  more: Partial<PullRequest> = {},
): Promise<void> {
  const credentials = { registryAuth: undefined, problem: undefined };
  const request = { image, platform: '', credentials, limits: { total: 0, idle: 0 }, ...more };
  await pull(await findEngine(dockerHost, {}, signal), request, onProgress, signal);
}

function pullsAskedFor(engine: FakeEngine): number {
  return engine.requests.filter((request) => request.includes('/images/create')).length;
}

/** The last one from then on. */
function inTurn(routes: readonly Route[]): Route {
  let next = 0;
  return (response, request) => {
    routes[Math.min(next++, routes.length - 1)]?.(response, request);
  };
}

function lines(...values: readonly unknown[]): Route {
  return (response) => response.end(values.map((value) => `${JSON.stringify(value)}\n`).join(''));
}
