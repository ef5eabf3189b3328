import net from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createDockerDriver } from '../../src/driver/docker/docker-driver.ts';
import { eventually } from '../helpers/eventually.ts';
import { testImage } from '../helpers/images.ts';
import { dockerHost } from '../helpers/engine-context.ts';
import { leftBehind, recordedTask, runTask } from '../helpers/task.ts';

beforeEach(() => {
  vi.stubEnv('DOCKER_CONFIG', '/nowhere'); // Whoever runs the tests has credentials of their own.
});

afterEach(async () => {
  vi.unstubAllEnvs();
  expect(await leftBehind()).toEqual([]);
});

test('an image that may not be pulled has to be there', async () => {
  expect((await runTask({ pull: 'never' })).result.status).toBe('success');
  await expect(runTask({ pull: 'never', image: 'no/such:1' })).rejects.toMatchObject({
    name: 'DriverError',
    message: 'The engine does not have the image "no/such:1", and the task says never to pull it.',
    advice: 'Build or pull the image, or remove "pull": "never".',
  });
});

test('the images that the engine has are listed, the newest first', async () => {
  const images = await createDockerDriver({ docker: dockerHost }).images(new AbortController().signal);
  const found = images.find(({ names }) => names.includes(testImage));
  expect(found?.id).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(found?.size).toBeGreaterThan(0);
  expect(found?.created).toBeLessThanOrEqual(Date.now());
  expect(images.map(({ created }) => created)).toEqual(
    images.map(({ created }) => created).sort((one, other) => other - one),
  );
});

test('an image whose registry is down is told with the reason', async () => {
  const { port, close } = await listen(() => undefined);
  await close();
  await expect(runTask({ image: `127.0.0.1:${port}/x/y:1` })).rejects.toMatchObject({
    name: 'DriverError',
    message: expect.stringMatching(
      new RegExp(`^The image "127.0.0.1:${port}/x/y:1" could not be pulled: .* connection refused\\.$`),
    ) as unknown,
    advice: 'Check the connection from the engine to the registry, then run the task again.',
  });
});

test('a pull that is always asked for is asked for, though the image is there', async () => {
  const { port, close, connections } = await listen((socket) => socket.destroy());
  await expect(runTask({ image: `127.0.0.1:${port}/x/y:1`, pull: 'always' })).rejects.toThrow(
    'could not be pulled',
  );
  expect(connections()).toBeGreaterThan(0);
  await close();
});

test('a cancel while a registry hangs ends the run at once', async () => {
  const { port, close, connections } = await listen(() => undefined);
  const abort = new AbortController();
  const recorded = recordedTask({ image: `127.0.0.1:${port}/x/y:1` });
  const prepared = createDockerDriver({ docker: dockerHost }).prepare(recorded.task, abort.signal);
  prepared.catch(() => undefined); // It rejects before it is awaited.
  await eventually('the engine to ask the registry', () => connections() > 0);
  const started = performance.now();
  abort.abort(new Error('enough'));
  await expect(prepared).rejects.toThrow('enough');
  expect(performance.now() - started).toBeLessThan(1000);
  expect(recorded.progress).toEqual([{ phase: 'pulling', image: recorded.task.image, current: 0, total: 0 }]);
  await close();
});

/** Something that listens in the place of a registry. The engine has to run on this machine. */
async function listen(onConnection: (socket: Socket) => void): Promise<{
  readonly port: number;
  readonly connections: () => number;
  readonly close: () => Promise<void>;
}> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = net.createServer((socket) => {
    connections++;
    sockets.add(socket.on('error', () => undefined).on('close', () => sockets.delete(socket)));
    socket.resume();
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
