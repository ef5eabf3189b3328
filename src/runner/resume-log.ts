import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat, truncate, writeFile } from 'node:fs/promises';

import type { ResumePoint } from '../driver/driver.ts';
import { indexPath } from './log-file.ts';
import { readIndex, writeIndex } from './log-index.ts';
import type { LogSegment } from './log-index.ts';

/** What a log has when it is to be continued. */
export interface KeptOutput {
  readonly from: ResumePoint;
  readonly segments: readonly LogSegment[];
}

/**
 * Reads which output a log has, and cuts log and index to what both know. A log that is not there has none.
 *
 * @throws Node's error where it cannot be read.
 */
export async function readKept(path: string): Promise<KeptOutput> {
  const file = await stat(path).catch(() => undefined);
  const index = await readFile(indexPath(path), 'utf8').catch(() => '');
  const segments = readIndex(index, file?.size ?? 0);
  const hashes = { stdout: createHash('sha256'), stderr: createHash('sha256') };
  const lengths = { stdout: 0, stderr: 0 };
  for await (const { stream, bytes } of readSegments(path, segments)) {
    hashes[stream].update(bytes);
    lengths[stream] += bytes.length;
  }
  await writeFile(indexPath(path), writeIndex(segments));
  if (file) await truncate(path, segments.at(-1)?.end ?? 0);
  const point = (stream: 'stdout' | 'stderr') => ({
    length: lengths[stream],
    sha256: hashes[stream].digest('hex'),
  });
  return {
    from: { stdout: point('stdout'), stderr: point('stderr'), at: file?.mtimeMs ?? 0 },
    segments,
  };
}

/** The last bytes of a log, `limit` at most, as they came. */
export function readTail(
  path: string,
  segments: readonly LogSegment[],
  limit: number,
): AsyncIterable<{ stream: LogSegment['stream']; bytes: Uint8Array }> {
  const first = Math.max(0, (segments.at(-1)?.end ?? 0) - limit);
  const tail = segments
    .filter(({ end }) => end > first)
    .map((segment) => ({ ...segment, start: Math.max(segment.start, first) }));
  return readSegments(path, tail);
}

/** Segments follow each other: the file is read once. */
async function* readSegments(
  path: string,
  segments: readonly LogSegment[],
): AsyncGenerator<{ stream: LogSegment['stream']; bytes: Uint8Array }> {
  let offset = segments[0]?.start ?? 0;
  const last = segments.at(-1);
  if (!last) return;
  let next = 0;
  for await (const chunk of createReadStream(path, { start: offset, end: last.end - 1 })) {
    let bytes = chunk as Uint8Array;
    for (let segment = segments[next]; segment && bytes.length > 0; segment = segments[next]) {
      const part = bytes.subarray(0, segment.end - offset);
      yield { stream: segment.stream, bytes: part };
      offset += part.length;
      bytes = bytes.subarray(part.length);
      if (offset === segment.end) next++;
    }
  }
}
