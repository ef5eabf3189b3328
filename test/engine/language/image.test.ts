import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { askEngine, callEngine } from '../../helpers/engine-api.ts';
import { dockerHost, uniqueName } from '../../helpers/engine-context.ts';
import { fileOf, outputOf, useFileWorkspace } from '../../helpers/file-task.ts';
import { image as testImage } from '../../helpers/task.ts';

/** What a task's container is made from. */

const workspace = useFileWorkspace();
const built = [uniqueName('container-tasks-test/built'), uniqueName('container-tasks-test/built')];

beforeEach(() => {
  vi.stubEnv('DOCKER_CONFIG', '/nowhere'); // Whoever runs the tests has credentials of their own.
  return () => vi.unstubAllEnvs();
});

afterAll(async () => {
  for (const name of built) await callEngine(dockerHost, 'DELETE', `/images/${name}`);
});

test('build makes the image first, which timeout does not count: of a folder, or with a dockerfile, target and args', async () => {
  const [first = '', second = ''] = built;
  workspace().write({
    'a/Dockerfile': `FROM ${testImage}\nCOPY file /\n`,
    'a/file': 'of the context',
    'b/docker/Other': `FROM ${testImage} AS one\nARG WHO\nRUN sleep 2; echo "hello $WHO" > /file\nFROM one AS two\nRUN rm /file\n`,
  });
  const command = 'cat /file';
  const build = { context: 'b', dockerfile: 'docker/Other', target: 'one', args: { WHO: 'you' } };
  expect(await outputOf(workspace(), { image: first, build: './a', command })).toMatch(/of the context$/);
  expect(await outputOf(workspace(), { image: second, build, command, timeout: '2s' })).toMatch(
    /\nhello you\n$/,
  );
  // The name is that of what was built.
  expect(await outputOf(workspace(), { image: second, command, pull: 'never' })).toBe('hello you\n');
});

test('pull: never takes what is there, missing asks the registry for what is not, always for any', async () => {
  await using registry = await listen();
  const [there, missing] = [`127.0.0.1:${registry.port}/there:1`, `127.0.0.1:${registry.port}/missing:1`];
  const pulled = (name: string): string => `The image \\"${name}\\" could not be pulled`;
  const [, path, tag] = /^(.*):(1)$/.exec(there) ?? [];
  await askEngine(dockerHost, 'POST', `/images/${testImage}/tag?repo=${path ?? ''}&tag=${tag ?? ''}`);
  try {
    const [printed] = await Promise.all([
      outputOf(workspace(), { image: there, pull: 'never', command: 'echo there' }),
      outputOf(workspace(), { image: there, command: 'true' }),
      expect(outputOf(workspace(), { image: missing, pull: 'never' })).rejects.toThrow('never to pull it'),
    ]);
    expect(printed).toBe('there\n');
    expect(registry.asked()).toBe(false);
    await Promise.all([
      expect(outputOf(workspace(), { image: missing })).rejects.toThrow(pulled(missing)),
      expect(outputOf(workspace(), { image: there, pull: 'always' })).rejects.toThrow(pulled(there)),
    ]);
    expect(registry.asked()).toBe(true);
  } finally {
    await askEngine(dockerHost, 'DELETE', `/images/${there}`);
  }
});

test('platform is the image’s and the container’s', async () => {
  const { Os, Arch } = (await askEngine(dockerHost, 'GET', '/version')) as { Os: string; Arch: string };
  expect(await outputOf(workspace(), { platform: `${Os}/${Arch}`, command: 'echo ran' })).toBe('ran\n');
  const other = { platform: 'linux/s390x', pull: 'never', command: 'true' };
  const { outcome } = await workspace().run(fileOf(other), 'it');
  expect(JSON.stringify(outcome)).toContain('for linux/s390x, but for');
});

/** A registry that hangs up. */
async function listen(): Promise<AsyncDisposable & { readonly port: number; readonly asked: () => boolean }> {
  let connections = 0;
  const server = net.createServer((socket) => {
    connections++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    asked: () => connections > 0,
    [Symbol.asyncDispose]: () =>
      new Promise(
        (resolve) =>
          void server.close(() => {
            resolve();
          }),
      ),
  };
}
