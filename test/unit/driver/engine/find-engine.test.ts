import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { findEngine, notFound } from '../../../../src/driver/docker/engine/find-engine.ts';
import { DriverError } from '../../../../src/driver/driver.ts';
import { json, startFakeEngine } from '../../../helpers/fake-engine.ts';
import { useTemporaryFolder } from '../../../helpers/use-temporary-folder.ts';

const never = new AbortController().signal;
const folder = useTemporaryFolder();

describe('takes the address', () => {
  test('of the setting before any other', async () => {
    await using engine = await startFakeEngine({});
    const found = await findEngine(engine.dockerHost, { DOCKER_HOST: 'unix:///nowhere' }, never);
    expect(found.endpoint.url).toBe(engine.dockerHost);
  });

  test('of DOCKER_HOST before the context', async () => {
    await using engine = await startFakeEngine({});
    const env = { DOCKER_HOST: engine.dockerHost, DOCKER_CONFIG: folder(), DOCKER_CONTEXT: 'gone' };
    expect((await findEngine('', env, never)).endpoint.url).toBe(engine.dockerHost);
  });

  test('of the current context', async () => {
    await using engine = await startFakeEngine({});
    writeContext('remote', engine.dockerHost);
    fs.writeFileSync(path.join(folder(), 'config.json'), '{"currentContext": "remote"}');
    const env = { DOCKER_CONFIG: folder() };
    expect((await findEngine('', env, never)).endpoint.url).toBe(engine.dockerHost);
  });

  test('of DOCKER_CONTEXT before that of the current context', async () => {
    await using engine = await startFakeEngine({});
    writeContext('other', engine.dockerHost);
    fs.writeFileSync(path.join(folder(), 'config.json'), '{"currentContext": "remote"}');
    const env = { DOCKER_CONFIG: folder(), DOCKER_CONTEXT: 'other' };
    expect((await findEngine('', env, never)).endpoint.url).toBe(engine.dockerHost);
  });

  test('of a port, with its own name as the host', async () => {
    const hosts: unknown[] = [];
    await using engine = await startFakeEngine({
      on: 'port',
      routes: {
        'GET /version': (response, request) => {
          hosts.push(request.headers.host);
          json({ ApiVersion: '1.47' })(response, request);
        },
      },
    });
    await findEngine(engine.dockerHost, {}, never);
    expect(hosts).toEqual([engine.dockerHost.replace('tcp://', '')]);
  });
});

test('refuses a context that does not exist, rather than use another engine', async () => {
  const env = { DOCKER_CONFIG: folder(), DOCKER_CONTEXT: 'gone' };
  const error = await errorOf(findEngine('', env, never));
  expect(error.message).toBe('The Docker context "gone" does not exist, or names no engine.');
});

test.each(['null', '{"currentContext": "default"}', 'broken', '{}'])(
  'goes on without a context where config.json is %s',
  async (text) => {
    fs.writeFileSync(path.join(folder(), 'config.json'), text);
    // Whether an engine is found then depends on the machine: only the context must not be in the way.
    const found = await findEngine('', { DOCKER_CONFIG: folder() }, never).catch((error: unknown) => error);
    if (found instanceof Error) expect(found.message).not.toMatch(/context/);
  },
);

describe('where no engine answers', () => {
  test('says what was tried, why it failed and what to do', async () => {
    const missing = `unix://${folder()}/docker.sock`;
    const error = await errorOf(findEngine(missing, {}, never));
    expect(error.message).toBe('No container engine answers.');
    expect(error.advice).toBe(
      `Start Docker or Podman, or give the engine's address in the setting "containerTasks.docker" or the variable DOCKER_HOST. Tried: ${missing} (not there).`,
    );
  });

  test('tells a port that nothing listens on', async () => {
    const { dockerHost } = await stoppedEngine();
    expect((await errorOf(findEngine(dockerHost, {}, never))).advice).toContain(
      `${dockerHost} (nothing listens)`,
    );
  });

  test.each([
    ['something else that speaks JSON', json({ hello: 'world' })],
    ['null', json(null)],
  ])('tells %s from an engine', async (_, version) => {
    await using engine = await startFakeEngine({ routes: { 'GET /version': version } });
    expect((await errorOf(findEngine(engine.dockerHost, {}, never))).advice).toContain(
      '(what answers is no container engine)',
    );
  });

  test('tells a web server from an engine', async () => {
    await using engine = await startFakeEngine({
      routes: { 'GET /version': (response) => response.end('<html>Hello</html>') },
    });
    expect((await errorOf(findEngine(engine.dockerHost, {}, never))).advice).toContain(
      '(what answers is no container engine)',
    );
  });

  test('passes on what the engine says', async () => {
    await using engine = await startFakeEngine({
      routes: { 'GET /version': json({ message: 'client version 1.99 is too new' }, 400) },
    });
    expect((await errorOf(findEngine(engine.dockerHost, {}, never))).advice).toContain(
      '(client version 1.99 is too new)',
    );
  });

  test('advises on permissions where the socket may not be opened', () => {
    // Root may open any socket, so the refusal is made by hand.
    const denied = Object.assign(new Error('connect EACCES'), { code: 'EACCES' });
    const error = notFound([{ url: 'unix:///x.sock', error: denied }], []);
    expect(error.message).toBe('You have no permission to use the container engine at unix:///x.sock.');
    expect(error.advice).toMatch(/usermod -aG docker/);
    expect(error.cause).toBe(denied);
  });

  test('lists the well-known sockets where none is there', () => {
    expect(notFound([], ['unix:///a', 'unix:///b']).advice).toMatch(
      /Tried: unix:\/\/\/a, unix:\/\/\/b \(none is there\)\.$/,
    );
  });
});

test('throws the reason when it is aborted, even by an engine that never answers', async () => {
  await using engine = await startFakeEngine({ routes: { 'GET /version': () => undefined } });
  const abort = new AbortController();
  const found = findEngine(engine.dockerHost, {}, abort.signal);
  abort.abort(new Error('enough'));
  await expect(found).rejects.toThrow('enough');
});

async function stoppedEngine(): Promise<{ dockerHost: string }> {
  const engine = await startFakeEngine({ on: 'port' });
  await engine[Symbol.asyncDispose]();
  return engine;
}

function writeContext(name: string, host: string): void {
  const meta = path.join(folder(), 'contexts/meta', createHash('sha256').update(name).digest('hex'));
  fs.mkdirSync(meta, { recursive: true });
  const context = { Name: name, Endpoints: { docker: { Host: host } } };
  fs.writeFileSync(path.join(meta, 'meta.json'), JSON.stringify(context));
}

async function errorOf(promise: Promise<unknown>): Promise<DriverError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof DriverError) return error;
  throw new Error(`No DriverError: ${String(error)}`);
}
