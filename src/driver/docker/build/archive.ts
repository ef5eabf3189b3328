import { createReadStream } from 'node:fs';
import { sep } from 'node:path';
import { Readable } from 'node:stream';
import * as l10n from '@vscode/l10n';
import { pack } from 'tar-stream';
import type { Headers } from 'tar-stream';

import { DriverError } from '../../driver.ts';
import type { ContextFile } from './context-files.ts';

/** In numbers, as the container has them. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** As in what the Docker CLI sends to a build. */
export const root: Owner = { uid: 0, gid: 0 };

/**
 * Files as a tar archive, which is made while it is read. Everything keeps its mode, and on Windows, which has none,
 * everything may be executed. Destroying the archive ends the reading of
 * files; a file that cannot be read destroys it with a DriverError.
 */
export function archive(files: AsyncIterable<ContextFile>, owner: Owner): Readable {
  return Readable.from(blocks(files, owner), { objectMode: false, highWaterMark: 1 << 16 });
}

async function* blocks(
  files: AsyncIterable<ContextFile>,
  owner: Owner,
): AsyncGenerator<Buffer, void, undefined> {
  for await (const file of files) {
    yield encode({ ...header(file), ...owner });
    if (file.stats.isFile()) yield* content(file);
  }
  yield Buffer.alloc(2 * blockSize);
}

/** Bytes; every part of an archive is filled up to it. */
const blockSize = 512;

function header({ path, stats, target }: ContextFile): Headers {
  const type = target !== undefined ? 'symlink' : stats.isDirectory() ? 'directory' : 'file';
  const size = type === 'file' ? stats.size : 0;
  return {
    name: path,
    type,
    size,
    mode: process.platform === 'win32' ? 0o755 : stats.mode & 0o7777,
    // What the field cannot hold, it would corrupt.
    mtime: new Date(Math.min(Math.max(stats.mtimeMs, 0), latestTime)),
    ...(target !== undefined && { linkname: target.replaceAll(sep, '/') }),
    ...(size > largestSize && { pax: { size: String(size) } }),
  };
}

/** Epoch ms. */
const latestTime = (2 ** 31 - 1) * 1000;

/** In bytes; beyond, the size stands in a header of its own. */
const largestSize = 8 ** 11 - 1;

/** A pack for the header alone: one for the whole archive would hide which file could not be read, and why. */
function encode(entry: Headers): Buffer {
  const encoder = pack();
  encoder.entry(entry);
  const bytes: unknown = encoder.read();
  if (Buffer.isBuffer(bytes)) return bytes;
  throw new Error(`"${entry.name}" has no header.`);
}

async function* content({ source, stats }: ContextFile): AsyncGenerator<Buffer, void, undefined> {
  let missing = stats.size;
  try {
    // What is appended meanwhile is left out: the header has told the size.
    const stream = missing > 0 ? createReadStream(source, { end: missing - 1 }) : [];
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      missing -= chunk.length;
      yield chunk;
    }
  } catch (cause) {
    throw unreadable(source, { cause });
  }
  if (missing > 0) throw unreadable(source);
  yield Buffer.alloc((blockSize - (stats.size % blockSize)) % blockSize);
}

function unreadable(source: string, options?: ErrorOptions): DriverError {
  return new DriverError(
    l10n.t('"{0}" could not be read as a whole.', source),
    l10n.t(
      'See that it can be read and that nothing shortens it meanwhile, or leave it out with a line in .dockerignore.',
    ),
    options,
  );
}
