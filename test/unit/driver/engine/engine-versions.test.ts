import { expect, test } from 'vitest';
import { parseEndpoint } from '../../../../src/driver/docker/engine/endpoint.ts';
import { EngineVersions } from '../../../../src/driver/docker/engine/engine-versions.ts';
import { failure, startFakeEngine } from '../../../helpers/fake-engine.ts';
import type { FakeEngine, Route } from '../../../helpers/fake-engine.ts';

test('asks an engine for its version once', async () => {
  await using engine = await startFakeEngine({ routes: routes(() => '28.2.2') });
  expect(await askTwice(engine)).toEqual([{ ApiVersion: '28.2.2' }, { ApiVersion: '28.2.2' }]);
  expect(engine.requests).toEqual(['GET /version', 'GET /_ping']);
});

test('asks again one that was upgraded', async () => {
  const releases = ['28.2.2', '29.0.0', '29.0.0'];
  await using engine = await startFakeEngine({ routes: routes(() => releases.shift()) });
  expect(await askTwice(engine)).toEqual([{ ApiVersion: '28.2.2' }, { ApiVersion: '29.0.0' }]);
});

test('asks again where a ping is refused', async () => {
  const refusing = { ...routes(() => '28.2.2'), 'GET /_ping': failure(403, 'not allowed here') };
  await using engine = await startFakeEngine({ routes: refusing });
  await askTwice(engine);
  expect(engine.requests).toEqual(['GET /version', 'GET /_ping', 'GET /version']);
});

test('asks again one that does not name its release', async () => {
  await using engine = await startFakeEngine({ routes: routes(() => undefined) });
  await askTwice(engine);
  expect(engine.requests).toEqual(['GET /version', 'GET /version']);
});

test('asks again at another address', async () => {
  await using first = await startFakeEngine({ routes: routes(() => '28.2.2') });
  await using second = await startFakeEngine({ routes: routes(() => '28.2.2') });
  const versions = new EngineVersions();
  for (const { dockerHost } of [first, second])
    await versions.ask(parseEndpoint(dockerHost, {}), 30_000, new AbortController().signal);
  expect(second.requests).toEqual(['GET /version']);
});

async function askTwice({ dockerHost }: FakeEngine): Promise<readonly unknown[]> {
  const versions = new EngineVersions();
  const endpoint = parseEndpoint(dockerHost, {});
  const { signal } = new AbortController();
  return [await versions.ask(endpoint, 30_000, signal), await versions.ask(endpoint, 30_000, signal)];
}

/** An engine that says what release it is of in each answer. */
function routes(release: () => string | undefined): Readonly<Record<string, Route>> {
  const answer: Route = (response) => {
    const said = release();
    if (said !== undefined) response.setHeader('Server', `Docker/${said} (linux)`);
    response.end(JSON.stringify({ ApiVersion: said ?? '1.41' }));
  };
  return { 'GET /version': answer, 'GET /_ping': answer };
}
