import { createHmac } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Stats } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setImmediate as breathe } from 'node:timers/promises';

import { codeOf } from '../../core/thrown.ts';
import { batches, UnreadableError } from './find-files.ts';
import type { FoundFile } from './find-files.ts';

/** What a file was when it was looked at. */
export interface Entry {
  /** From the workspace folder, with slashes. */
  readonly path: string;
  /** Changes with the content and the executable bit, and with what a link says. Without the key it tells nothing. */
  readonly hash: string;
  /** While a file has it, it has the hash: size, times, inode and mode. '' does not tell. */
  readonly signature: string;
}

/**
 * Hashes files, but for those whose signature says that they are as they were. As git does, an entry is not trusted whose
 * times are not safely before the moment when it was looked at: a later change may leave them as they are.
 *
 * @param known of an earlier time, by path
 * @param lookedAt when the files' stats were asked for, or before, epoch ms
 * @throws {UnreadableError}; the signal's reason when it is aborted.
 */
export async function takeSnapshot(
  files: readonly FoundFile[],
  known: ReadonlyMap<string, Entry>,
  lookedAt: number,
  key: Buffer,
  signal: AbortSignal,
): Promise<readonly Entry[]> {
  await breathe(); // Ten thousand files take a few ms in each step.
  const entries: Entry[] = [];
  const changed: FoundFile[] = [];
  for (const file of files) {
    const before = known.get(file.path);
    if (before && before.signature !== '' && before.signature === signatureOf(file)) entries.push(before);
    else changed.push(file);
  }
  for (const some of batches(changed, 16)) {
    signal.throwIfAborted();
    entries.push(...(await Promise.all(some.map((file) => hash(file, lookedAt, key, signal)))).flat());
  }
  await breathe();
  return entries.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function signatureOf({ stats, target }: FoundFile): string {
  const { size, mtimeMs, ctimeMs, ino, mode } = stats;
  return `${size} ${mtimeMs} ${ctimeMs} ${ino} ${mode}${target === undefined ? '' : ` ${target}`}`;
}

/** A file system's times may be as coarse as 2 s (FAT), and its clock a little off. In ms. */
const coarsest = 2_000;

async function hash(
  file: FoundFile,
  lookedAt: number,
  key: Buffer,
  signal: AbortSignal,
): Promise<readonly Entry[]> {
  const { path, stats, target } = file;
  const hmac = createHmac('sha256', key).update(kindOf(file));
  try {
    for await (const chunk of contentOf(file, signal)) hmac.update(chunk);
  } catch (cause) {
    signal.throwIfAborted();
    if (codeOf(cause) === 'ENOENT') return [];
    throw new UnreadableError(path, cause);
  }
  const isSettled = Math.max(stats.ctimeMs, stats.mtimeMs) < lookedAt - coarsest;
  // A link that is no more than its words is as quickly read as its stats.
  const isKnown = isSettled && (target === undefined || stats.isFile());
  return [{ path, hash: hmac.digest('base64url').slice(0, 22), signature: isKnown ? signatureOf(file) : '' }];
}

function kindOf({ stats, target }: FoundFile): string {
  const kind = stats.isFile() ? (isExecutable(stats) ? 'x' : 'f') : 'l';
  return `${kind}${target === undefined ? '' : `>${target}`}\0`;
}

function isExecutable({ mode }: Stats): boolean {
  return (mode & 0o111) !== 0;
}

/** Small files are read at once, which takes a third of the time. In bytes. */
const smallSize = 1 << 18;

async function* contentOf({ source, stats }: FoundFile, signal: AbortSignal): AsyncIterable<Uint8Array> {
  if (!stats.isFile()) return;
  if (stats.size <= smallSize) yield await readFile(source, { signal });
  else yield* createReadStream(source, { signal, highWaterMark: smallSize }) as AsyncIterable<Uint8Array>;
}
