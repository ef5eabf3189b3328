import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { extract } from 'tar-stream';
import type { Headers } from 'tar-stream';
import { archive, root } from '../../../../src/driver/docker/build/archive.ts';
import { openContext } from '../../../../src/driver/docker/build/build-context.ts';
import type { BuildContext } from '../../../../src/driver/docker/build/build-context.ts';
import type { ContextFile } from '../../../../src/driver/docker/build/context-files.ts';
import { DriverError } from '../../../../src/driver/driver.ts';
import { makeTemporaryFolder, removeFolder } from '../../../helpers/temporary-folder.ts';

let context: string;

beforeEach(() => {
  context = makeTemporaryFolder();
  write('Dockerfile', 'FROM x');
});

afterEach(() => {
  removeFolder(context);
});

describe('a context has', () => {
  test('everything, each folder before what is in it', async () => {
    write('b/c/d', '');
    write('a', '');
    fs.mkdirSync(path.join(context, 'empty'));
    expect(await pathsIn(await open())).toEqual(['Dockerfile', 'a', 'b', 'b/c', 'b/c/d', 'empty']);
  });

  test('nothing that .dockerignore leaves out, but the Dockerfile and itself', async () => {
    write('.dockerignore', '*\n!kept\n');
    write('kept/x', '');
    write('left/x', '');
    expect(await pathsIn(await open())).toEqual(['.dockerignore', 'Dockerfile', 'kept', 'kept/x']);
  });

  test('what an exception brings back, with the folders above it', async () => {
    write('.dockerignore', 'a\n!a/b/*.txt\n');
    write('a/b/x.txt', '');
    write('a/b/x.bin', '');
    write('a/c/x.txt', '');
    expect(await pathsIn(await open())).toEqual(['.dockerignore', 'Dockerfile', 'a', 'a/b', 'a/b/x.txt']);
  });

  test('the Dockerfile in a folder that is left out', async () => {
    write('.dockerignore', 'docker');
    write('docker/Dockerfile', 'FROM y');
    write('docker/x', '');
    const opened = await open('docker/Dockerfile');
    expect(opened.text).toBe('FROM y');
    expect(await pathsIn(opened)).toEqual(['.dockerignore', 'Dockerfile', 'docker', 'docker/Dockerfile']);
  });

  test("what the Dockerfile's own ignore file leaves, whatever .dockerignore says", async () => {
    write('.dockerignore', 'a');
    write('Dockerfile.dockerignore', 'b');
    write('a', '');
    write('b', '');
    expect(await pathsIn(await open())).toEqual([
      '.dockerignore',
      'Dockerfile',
      'Dockerfile.dockerignore',
      'a',
    ]);
  });

  test('no sockets, and no end where a link leads back', async () => {
    const server = net.createServer().listen(path.join(context, 'socket'));
    fs.symlinkSync('.', path.join(context, 'self'));
    expect(await pathsIn(await open())).toEqual(['Dockerfile', 'self']);
    server.close();
  });

  test('what there is when it is read, though something has gone meanwhile', async () => {
    write('a', '');
    write('b', '');
    const found: string[] = [];
    for await (const file of (await open()).files(never)) {
      found.push(file.path);
      fs.rmSync(path.join(context, 'b'), { force: true });
    }
    expect(found).toEqual(['Dockerfile', 'a']);
  });
});

describe('a context is refused', () => {
  test.each([
    ['that is not there', 'none', 'Dockerfile', /^The build's context ".*none" is not there\.$/],
    ['that is no folder', 'Dockerfile', 'Dockerfile', /^The build's context ".*" is no folder\.$/],
    ['without a Dockerfile', '.', 'none', /^The Dockerfile "none" cannot be read in the build's context/],
    ['whose Dockerfile is a folder', '.', '.', /^The Dockerfile "\." cannot be read/],
    [
      'whose Dockerfile is above it',
      '.',
      '../Dockerfile',
      /^The Dockerfile "\.\.\/Dockerfile" is outside of/,
    ],
    ['whose Dockerfile is elsewhere', '.', '/etc/passwd', /^The Dockerfile "\/etc\/passwd" is outside of/],
  ])('%s', async (_, folder, dockerfile, message) => {
    const build = { context: path.join(context, folder), dockerfile, target: '', args: {} };
    const error: unknown = await openContext(build).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DriverError);
    expect((error as DriverError).message).toMatch(message);
  });

  test('with a broken pattern', async () => {
    write('.dockerignore', '[');
    await expect(open()).rejects.toThrow('The line "[" in ".dockerignore" is not a pattern of files.');
  });
});

describe('the archive', () => {
  const longName = `${'long/'.repeat(60)}näme 😀`;

  test('has modes, links, long names and contents, and no owners', async () => {
    const large = Buffer.alloc(3_000_000, 'abc');
    write('large', large);
    write('empty', '');
    write(longName, 'x');
    write('run.sh', '#!/bin/sh');
    fs.chmodSync(path.join(context, 'run.sh'), 0o4775);
    fs.symlinkSync('../outside', path.join(context, 'link'));
    fs.utimesSync(path.join(context, 'empty'), -1, 2 ** 33);
    const entries = await unpack(archive((await open()).files(never), root));
    expect(entries.get('large')?.content.equals(large)).toBe(true);
    expect(entries.get('empty')?.content.length).toBe(0);
    expect(entries.get('empty')?.headers.mtime).toEqual(new Date((2 ** 31 - 1) * 1000));
    expect(entries.get(longName)?.content.toString()).toBe('x');
    expect(entries.get('run.sh')?.headers).toMatchObject({ mode: 0o4775, type: 'file', uid: 0, gid: 0 });
    expect(entries.get('link')?.headers).toMatchObject({ type: 'symlink', linkname: '../outside' });
    expect(entries.get('long')?.headers.type).toBe('directory');
  });

  test('is read no faster than it is taken', async () => {
    const size = 1 << 30;
    write('large', '');
    fs.truncateSync(path.join(context, 'large'), size);
    const before = process.memoryUsage.rss();
    const reader = archive((await open()).files(never), root);
    await new Promise((resolve) => reader.once('readable', resolve));
    for (let turn = 0; turn < 1000; turn++) await setImmediate();
    expect(reader.readableLength).toBeLessThan(1 << 20);
    reader.destroy();
    expect(process.memoryUsage.rss() - before).toBeLessThan(size / 2);
  });

  test('tells a size that a plain header cannot hold', async () => {
    write('large', '');
    fs.truncateSync(path.join(context, 'large'), 2 ** 33);
    let beginning = '';
    for await (const chunk of archive((await open()).files(never), root)) {
      beginning += String(chunk);
      if (beginning.length > 10_000) break;
    }
    expect(beginning).toContain(` size=${2 ** 33}\n`);
  });

  test('of a file that becomes shorter meanwhile is a failure', async () => {
    write('a', Buffer.alloc(1_000_000));
    const reader = archive(
      afterListing(await open(), () => {
        fs.truncateSync(path.join(context, 'a'), 10);
      }),
      root,
    );
    await expect(unpack(reader)).rejects.toThrow(/^".*\/a" could not be read as a whole\.$/);
  });

  test('ends with its signal', async () => {
    const abort = new AbortController();
    const reader = archive((await open()).files(abort.signal), root);
    abort.abort(new Error('enough'));
    await expect(unpack(reader)).rejects.toThrow('enough');
  });
});

const never = new AbortController().signal;

function write(name: string, content: string | Uint8Array): void {
  const file = path.join(context, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content);
}

async function open(dockerfile = 'Dockerfile'): Promise<BuildContext> {
  return openContext({ context, dockerfile, target: '', args: {} });
}

async function pathsIn(opened: BuildContext): Promise<readonly string[]> {
  const paths: string[] = [];
  for await (const file of opened.files(never)) paths.push(file.path);
  return paths;
}

/** The files, with what happens between their listing and their reading. */
async function* afterListing(opened: BuildContext, act: () => void): AsyncGenerator<ContextFile> {
  const files: ContextFile[] = [];
  for await (const file of opened.files(never)) files.push(file);
  act();
  yield* files;
}

interface Entry {
  readonly headers: Headers;
  readonly content: Buffer;
}

async function unpack(reader: Readable): Promise<ReadonlyMap<string, Entry>> {
  const entries = new Map<string, Entry>();
  const unpacker = extract();
  unpacker.on('entry', (headers, stream, next) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      entries.set(headers.name.replace(/\/$/, ''), { headers, content: Buffer.concat(chunks) });
      next();
    });
  });
  await new Promise<void>((resolve, reject) => {
    reader.on('error', reject).pipe(unpacker).on('finish', resolve).on('error', reject);
  });
  return entries;
}
