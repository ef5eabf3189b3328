import { describe, expect, test } from 'vitest';
import { createDockerDriver } from '../../../../src/driver/docker/docker-driver.ts';
import type { Network } from '../../../../src/driver/driver.ts';
import { failure, json, startFakeEngine } from '../../../helpers/fake-engine.ts';
import type { FakeEngine, Route } from '../../../helpers/fake-engine.ts';
import { quickDeadlines } from '../../../helpers/quick-deadlines.ts';

const network = 'container-tasks-r1';
const created = json({ Id: 'abc' }, 201);
const removed: Route = (response) => response.writeHead(204).end();
const gone = failure(404, `network ${network} not found`);

test('is made with a name and labels that say whose it is, and removed once', async () => {
  let body = '';
  await using engine = await startFakeEngine({
    routes: {
      'POST /networks/create': (response, request) => {
        request.on('data', (chunk) => (body += String(chunk)));
        request.on('end', () => {
          created(response, request);
        });
      },
      [`DELETE /networks/${network}`]: removed,
    },
  });
  const made = await createNetwork(engine);
  expect(made.name).toBe(network);
  expect(JSON.parse(body)).toMatchObject({
    Name: network,
    Driver: 'bridge',
    CheckDuplicate: true,
    Labels: {
      'com.container-tasks.run-id': 'r1',
      'com.container-tasks.task': 'test',
      'com.container-tasks.owner.pid': String(process.pid),
    },
  });
  await Promise.all([made[Symbol.asyncDispose](), made[Symbol.asyncDispose]()]);
  await made[Symbol.asyncDispose]();
  expect(deletions(engine)).toHaveLength(1);
});

test('that is gone already is no failure', async () => {
  await using engine = await startFakeEngine({
    routes: { 'POST /networks/create': created, [`DELETE /networks/${network}`]: gone },
  });
  await (await createNetwork(engine))[Symbol.asyncDispose]();
});

test('is removed though containers are attached, which are detached', async () => {
  const inUse = failure(403, `network ${network} has active endpoints`);
  const detached: unknown[] = [];
  await using engine = await startFakeEngine({
    routes: {
      'POST /networks/create': created,
      [`GET /networks/${network}`]: json({ Containers: { c1: {}, c2: {} } }),
      [`POST /networks/${network}/disconnect`]: (response, request) => {
        request.on('data', (chunk) => detached.push(JSON.parse(String(chunk))));
        request.on('end', () => {
          (detached.length === 1 ? removed : gone)(response, request); // One of them has gone meanwhile.
        });
      },
      [`DELETE /networks/${network}`]: (response, request) => {
        (detached.length === 2 ? removed : inUse)(response, request);
      },
    },
  });
  await (await createNetwork(engine))[Symbol.asyncDispose]();
  expect(detached).toEqual([
    { Container: 'c1', Force: true },
    { Container: 'c2', Force: true },
  ]);
});

test('that the engine keeps is told, with what to do, and removed behind the scenes', async () => {
  let isBusy = true;
  await using engine = await startFakeEngine({
    routes: {
      'POST /networks/create': created,
      [`GET /networks/${network}`]: json({ Containers: {} }),
      [`DELETE /networks/${network}`]: (response, request) => {
        (isBusy ? failure(500, 'the engine has troubles') : removed)(response, request);
      },
    },
  });
  const made = await createNetwork(engine, { cleanup: 300 });
  await expect(made[Symbol.asyncDispose]()).rejects.toMatchObject({
    name: 'DriverError',
    message: `The network ${network} could not be removed.`,
    advice: `Container Tasks goes on trying for a while; if it stays, remove it with "docker network rm ${network}".`,
  });
  isBusy = false;
  const sofar = deletions(engine).length;
  await expect.poll(() => deletions(engine).length).toBeGreaterThan(sofar);
});

describe('leaves none', () => {
  test('when the creation is aborted', async () => {
    const abort = new AbortController();
    await using engine = await startFakeEngine({
      routes: {
        'POST /networks/create': (response, request) => {
          abort.abort(new Error('enough'));
          created(response, request);
        },
        [`DELETE /networks/${network}`]: removed,
      },
    });
    await expect(createNetwork(engine, {}, abort.signal)).rejects.toThrow('enough');
    expect(deletions(engine)).toHaveLength(1);
  });

  test('where the engine makes it when nobody waits for it any more', async () => {
    let isThere = false;
    await using engine = await startFakeEngine({
      routes: {
        'POST /networks/create': (response) => {
          response.destroy();
          setTimeout(() => (isThere = true), 200);
        },
        [`DELETE /networks/${network}`]: (response, request) => {
          (isThere ? removed : gone)(response, request);
          isThere = false;
        },
      },
    });
    await expect(createNetwork(engine)).rejects.toMatchObject({
      message: 'The connection to the engine was lost while trying to create a network.',
    });
    expect(isThere).toBe(false);
    expect(deletions(engine).length).toBeGreaterThan(2);
  });

  test('where the engine refuses', async () => {
    const said =
      'could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network';
    await using engine = await startFakeEngine({ routes: { 'POST /networks/create': failure(500, said) } });
    await expect(createNetwork(engine)).rejects.toMatchObject({
      message: `The engine could not create a network: ${said}.`,
      advice: 'Remove networks that are not used, for example with "docker network prune".',
    });
    expect(deletions(engine)).toEqual([]);
  });

  test('where Podman has nothing that resolves names', async () => {
    await using engine = await startFakeEngine({
      routes: {
        'GET /version': json({ ApiVersion: '1.41', Components: [{ Name: 'Podman Engine' }] }),
        'POST /networks/create': created,
        [`GET /libpod/networks/${network}/json`]: json({ dns_enabled: false }),
        [`DELETE /networks/${network}`]: removed,
      },
    });
    await expect(createNetwork(engine)).rejects.toMatchObject({
      message:
        'Podman cannot let containers reach each other by name, as it has nothing that resolves names.',
      advice: 'Install "aardvark-dns" on its machine, or where it uses CNI the plugin "dnsname".',
    });
    expect(deletions(engine)).toHaveLength(1);
  });
});

function createNetwork(
  { dockerHost }: FakeEngine,
  deadlines = {},
  signal = new AbortController().signal,
): Promise<Network> {
  const driver = createDockerDriver({ docker: dockerHost }, { ...quickDeadlines, ...deadlines });
  return driver.createNetwork('r1', 'test', signal);
}

function deletions({ requests }: FakeEngine): readonly string[] {
  return requests.filter((request) => request.startsWith('DELETE'));
}
