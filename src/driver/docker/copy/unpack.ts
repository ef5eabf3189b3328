import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar-stream';
import type { Headers } from 'tar-stream';

/** Takes an entry of an archive; what it leaves of the content is passed over. */
export type TakeEntry = (header: Headers, content: AsyncIterable<Buffer>) => Promise<void>;

/**
 * Hands on the entries of a tar archive, one after the other, as fast as they are taken.
 *
 * @param onBytes is told how many bytes have come
 * @throws what breaks the archive or the connection, or `take` throws; the signal's reason.
 */
export async function unpack(
  bytes: Readable,
  take: TakeEntry,
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const unpacker = extract();
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => undefined); // Nothing may be read from it just then.
  let taken = Promise.resolve();
  unpacker.on('entry', (header, content, next) => {
    const ended = new Promise((resolve) => content.on('end', resolve));
    taken = take(header, contentOf(content, header.size ?? 0, broken.promise));
    taken.then(async () => {
      content.resume();
      await ended;
      next();
    }, next);
  });
  try {
    await pipeline(bytes, counted(onBytes), unpacker, { signal });
  } catch (error) {
    broken.reject(error);
    await taken.catch(() => undefined); // It may have to clean up.
    throw error;
  }
}

function counted(onBytes: (bytes: number) => void) {
  return async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
    for await (const chunk of chunks) {
      onBytes(chunk.length);
      yield chunk;
    }
  };
}

/** The content of an entry, whole or with what broke it: the stream's own iterator takes a broken one for one that has ended. */
async function* contentOf(
  content: Readable,
  size: number,
  broken: Promise<never>,
): AsyncGenerator<Buffer, void, undefined> {
  for (let left = size; left > 0;) {
    const chunk = content.read() as Buffer | null;
    if (chunk === null) {
      await Promise.race([once(content, 'readable'), broken]);
      continue;
    }
    left -= chunk.length;
    yield chunk;
  }
}
