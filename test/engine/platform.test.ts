import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
import { askEngine, callEngine } from '../helpers/engine-api.ts';
import { dockerHost, uniqueName } from '../helpers/engine-context.ts';
import { readCommand } from '../helpers/run-command.ts';
import { image, leftBehind, runTask } from '../helpers/task.ts';

afterEach(async () => {
  expect(await leftBehind()).toEqual([]);
});

test('a task runs on the engine’s own platform where it asks for it', async () => {
  const { Os, Arch } = (await askEngine(dockerHost, 'GET', '/version')) as {
    readonly Os: string;
    readonly Arch: string;
  };
  expect((await runTask({ platform: `${Os}/${Arch}` })).result.status).toBe('success');
});

test('a platform that the image is not built for is refused', async () => {
  await expect(runTask({ platform: 'linux/s390x', pull: 'never' })).rejects.toMatchObject({
    name: 'DriverError',
    message: expect.stringMatching(
      new RegExp(
        `^The engine does not have the image "${image}" for linux/s390x, but for .*never to pull it`,
      ),
    ) as unknown,
  });
});

test('an image of another platform, whose command cannot be executed, is told', async () => {
  await using other = await foreignImage();
  const { result, stderr } = await runTask({ image: other.name, command: ['/bin/sh'] });
  expect(stderr).toContain('Exec format error');
  expect(result).toMatchObject({
    status: 'error',
    exitCode: 1, // The init's, of which the engine tells no more.
    error: { message: expect.stringMatching(/^"\/bin\/sh" is no program/) as unknown },
    warning: expect.stringMatching(
      /^The image is built for linux\/s390x and the engine's machine for .*: where/,
    ) as unknown,
  });
});

/** An image for linux/s390x whose shell is a program for no machine. */
async function foreignImage(): Promise<AsyncDisposable & { readonly name: string }> {
  const name = uniqueName('container-tasks-test/foreign');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'container-tasks-foreign-'));
  const write = (file: string, content: string | object, mode?: number): void => {
    const data = typeof content === 'string' ? content : JSON.stringify(content);
    fs.writeFileSync(path.join(folder, file), data, mode === undefined ? {} : { mode });
  };
  try {
    fs.mkdirSync(path.join(folder, 'bin'));
    write('bin/sh', '\x7fELF, or so it says', 0o755);
    await readCommand('tar', ['-C', folder, '-cf', path.join(folder, 'layer.tar'), 'bin']);
    const layer = fs.readFileSync(path.join(folder, 'layer.tar'));
    const diff = `sha256:${createHash('sha256').update(layer).digest('hex')}`;
    write('config.json', {
      os: 'linux',
      architecture: 's390x',
      config: {},
      rootfs: { type: 'layers', diff_ids: [diff] },
    });
    write('manifest.json', [{ Config: 'config.json', RepoTags: [`${name}:latest`], Layers: ['layer.tar'] }]);
    const files = ['manifest.json', 'config.json', 'layer.tar'];
    await readCommand('tar', ['-C', folder, '-cf', path.join(folder, 'image.tar'), ...files]);
    const body = Readable.from([fs.readFileSync(path.join(folder, 'image.tar'))]);
    const { body: answer } = await callEngine(dockerHost, 'POST', '/images/load', { body });
    expect(answer).toContain('Loaded image');
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
  return {
    name,
    [Symbol.asyncDispose]: async () => {
      await askEngine(dockerHost, 'DELETE', `/images/${name}`);
    },
  };
}
