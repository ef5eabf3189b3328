import fs from 'node:fs';
import path from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { findCredentials } from '../../../../src/driver/docker/image/credentials.ts';
import { DriverError } from '../../../../src/driver/driver.ts';
import { useTemporaryFolder } from '../../../helpers/use-temporary-folder.ts';

const never = new AbortController().signal;
const hub = 'https://index.docker.io/v1/';
const registry = 'r.example:5000';
/** Kept by no test but in what it hands on: it must never be seen elsewhere. */
const secret = 'hunter2-ÿ?>';
const auth = encode(`me:${secret}`);
const mine = { username: 'me', password: secret, serveraddress: registry };
const folder = useTemporaryFolder();

describe('reads in config.json', () => {
  test.each<[string, object, object | undefined]>([
    ['user and password in one', { auths: { [registry]: { auth } } }, mine],
    ['user and password as such', { auths: { [registry]: { username: 'me', password: secret } } }, mine],
    [
      'a password with colons',
      { auths: { [registry]: { auth: encode('me:a:b:') } } },
      { ...mine, password: 'a:b:' },
    ],
    [
      'a password that is padded with zeros',
      { auths: { [registry]: { auth: encode('me:pass\0\0') } } },
      { ...mine, password: 'pass' },
    ],
    [
      'an identity token beside a user',
      { auths: { [registry]: { auth: encode('0000:'), identitytoken: secret } } },
      { username: '0000', password: '', identitytoken: secret, serveraddress: registry },
    ],
    [
      'a registry token',
      { auths: { [registry]: { registrytoken: secret } } },
      { registrytoken: secret, serveraddress: registry },
    ],
    ['the key with a scheme and a path', { auths: { [`https://${registry}/v1/`]: { auth } } }, mine],
    ['the key with a path', { auths: { [`${registry}/v2`]: { auth } } }, mine],
    [
      'the exact key before one that is much the same',
      { auths: { [`http://${registry}`]: { auth: encode('other:x') }, [registry]: { auth } } },
      mine,
    ],
    ['nothing for another port', { auths: { 'r.example': { auth } } }, undefined],
    ['nothing in the entry that a helper leaves', { auths: { [registry]: {} } }, undefined],
    ['nothing where there is nothing', {}, undefined],
    ['nothing where there is null', { auths: null, credHelpers: null, credsStore: null }, undefined],
    [
      'the entry where the registry is excepted from the store',
      { auths: { [registry]: { auth } }, credsStore: 'gone', credHelpers: { [registry]: '' } },
      mine,
    ],
  ])('%s', async (_, configuration, expected) => {
    writeConfig(configuration);
    expect(await authFor(registry)).toEqual(expected);
  });

  test("Docker Hub's entry by its own name", async () => {
    writeConfig({ auths: { [hub]: { auth } } });
    expect(await authFor('')).toEqual({ ...mine, serveraddress: hub });
    expect(await authFor(registry)).toBeUndefined();
  });

  test('no property that every object has', async () => {
    writeConfig({ auths: {}, credHelpers: {} });
    expect(await authFor('toString')).toBeUndefined();
  });
});

test('pulls as nobody where there is no config.json', async () => {
  expect(await authFor(registry)).toBeUndefined();
});

test.each(['', '\n', 'null'])('pulls as nobody where config.json is %j', async (text) => {
  fs.writeFileSync(path.join(folder(), 'config.json'), text);
  expect(await authFor(registry)).toBeUndefined();
});

test('encodes as the engine decodes: base64url with its padding', async () => {
  writeConfig({ auths: { [registry]: { auth } } });
  const { registryAuth } = await find(registry);
  expect(registryAuth).toMatch(/^[\w-]+=*$/);
  expect((registryAuth?.length ?? 1) % 4).toBe(0);
  expect(registryAuth).toMatch(/[-_]/);
});

describe('takes DOCKER_AUTH_CONFIG', () => {
  test('before config.json', async () => {
    writeConfig({ auths: { [registry]: { auth: encode('other:x') } } });
    const DOCKER_AUTH_CONFIG = JSON.stringify({ auths: { [registry]: { auth } } });
    expect(await authFor(registry, { DOCKER_AUTH_CONFIG })).toEqual(mine);
  });

  test('and config.json for what is not in it', async () => {
    writeConfig({ auths: { [registry]: { auth } } });
    const DOCKER_AUTH_CONFIG = JSON.stringify({ auths: { 'other.example': { auth: encode('other:x') } } });
    expect(await authFor(registry, { DOCKER_AUTH_CONFIG })).toEqual(mine);
  });

  test('but not when it is broken, which it says without what is in it', async () => {
    const error = await errorOf(find(registry, { DOCKER_AUTH_CONFIG: `{"auths": ${secret}` }));
    expect(error.message).toBe(
      'The credentials for the registry cannot be read: DOCKER_AUTH_CONFIG is not what the Docker CLI writes.',
    );
    expect(inspect(error)).not.toContain('hunter2');
  });
});

describe('refuses a config.json', () => {
  test.each([
    ['that is not JSON', `{"auths": {"x": {"auth": ${secret}`],
    ['that is a list', `["${secret}"]`],
    ['whose entries are a text', JSON.stringify({ auths: secret })],
    ['whose helpers are a text', JSON.stringify({ credHelpers: secret })],
    ['whose entry is a text', JSON.stringify({ auths: { [registry]: secret } })],
    ['whose entry has no colon', JSON.stringify({ auths: { [registry]: { auth: encode(secret) } } })],
    ['whose entry has no user', JSON.stringify({ auths: { [registry]: { auth: encode(`:${secret}`) } } })],
    ['whose password is a list', JSON.stringify({ auths: { [registry]: { password: [secret] } } })],
  ])('%s, without what is in it', async (_, text) => {
    const file = path.join(folder(), 'config.json');
    fs.writeFileSync(file, text);
    const error = await errorOf(find(registry));
    expect(error.message).toBe(
      `The credentials for the registry cannot be read: ${file} is not what the Docker CLI writes.`,
    );
    expect(inspect(error)).not.toContain('hunter2');
  });

  test('that cannot be read', async () => {
    fs.mkdirSync(path.join(folder(), 'config.json'));
    expect((await errorOf(find(registry))).message).toMatch(/config\.json" cannot be read\.$/);
  });
});

describe('asks the helper', () => {
  const answer = `echo '{"ServerURL":"x","Username":"me","Secret":"${secret}"}'`;

  test('of the registry before that of all', async () => {
    writeHelper('mine', answer);
    writeHelper('all', 'exit 3');
    writeConfig({ credsStore: 'all', credHelpers: { [registry]: 'mine' } });
    expect(await authFor(registry)).toEqual(mine);
  });

  test('of all for a registry that has none, and not the entries', async () => {
    writeHelper('all', answer);
    writeConfig({ credsStore: 'all', auths: { [registry]: { auth: encode('other:x') } } });
    expect(await authFor(registry)).toEqual(mine);
  });

  test('for an identity token', async () => {
    writeHelper('all', `echo '{"ServerURL":"x","Username":"<token>","Secret":"${secret}"}'`);
    writeConfig({ credsStore: 'all' });
    expect(await authFor(registry)).toEqual({ identitytoken: secret, serveraddress: registry });
  });

  test('which has none: the pull is anonymous and nothing is wrong', async () => {
    writeHelper('all', 'echo credentials not found in native keychain; exit 1');
    writeConfig({ credsStore: 'all' });
    expect(await find(registry)).toEqual({ registryAuth: undefined, problem: undefined });
  });

  test('which fails: the pull is anonymous, and the problem is kept without what it printed', async () => {
    writeHelper('all', `echo ${secret.slice(0, 7)}; echo ${secret.slice(0, 7)} >&2; exit 3`);
    writeConfig({ credsStore: 'all' });
    expect(await find(registry)).toEqual({
      registryAuth: undefined,
      problem: 'The credential helper "docker-credential-all" failed (3).',
    });
  });

  test.each([['../evil'], ['/bin/evil'], ['a\\b'], ['a b'], [{ a: 1 }]])(
    'only by a plain name, not %j',
    async (credsStore) => {
      writeConfig({ credsStore });
      const error = await errorOf(find(registry));
      expect(error.message).toBe(
        `The credential helper ${JSON.stringify(credsStore)} in ${folder()}/config.json is not run: it is not a plain name.`,
      );
    },
  );
});

async function find(
  host: string,
  env: NodeJS.ProcessEnv = {},
): Promise<Awaited<ReturnType<typeof findCredentials>>> {
  const PATH = `${folder()}:${process.env['PATH'] ?? ''}`;
  return findCredentials(host, { DOCKER_CONFIG: folder(), PATH, ...env }, never);
}

async function authFor(host: string, env: NodeJS.ProcessEnv = {}): Promise<unknown> {
  const { registryAuth } = await find(host, env);
  return registryAuth === undefined
    ? undefined
    : JSON.parse(Buffer.from(registryAuth, 'base64url').toString());
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64');
}

function writeConfig(configuration: object): void {
  fs.writeFileSync(path.join(folder(), 'config.json'), JSON.stringify(configuration));
}

function writeHelper(name: string, script: string): void {
  const file = path.join(folder(), `docker-credential-${name}`);
  fs.writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

async function errorOf(promise: Promise<unknown>): Promise<DriverError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof DriverError) return error;
  throw new Error(`No DriverError: ${String(error)}`);
}
