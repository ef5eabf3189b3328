import { resolve } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';

import { Globs } from '../../core/globs.ts';
import type { CheckedJob } from './check-up-to-date.ts';
import { findFiles, findNamed } from './find-files.ts';
import { takeSnapshot } from './snapshot.ts';
import type { Entry } from './snapshot.ts';

/**
 * What a job reads, as it is: what `files` means, and the file that it is fed. What `output` means is none of it, unless a
 * pattern of `files` lies within the output itself: a task may read what it has written, but most that read `**` do not.
 *
 * @param known of an earlier time
 * @throws as {@link findFiles}.
 */
export async function readInputs(
  { workspaceFolder, files, output, stdin }: CheckedJob,
  known: readonly Entry[],
  key: Buffer,
  signal: AbortSignal,
): Promise<readonly Entry[]> {
  const lookedAt = Date.now();
  const [read, written] = [Globs.parse(files), Globs.parse(output)];
  const reread = read.within(written);
  const found = await findFiles(workspaceFolder, read, true, signal);
  await breathe();
  const isInput = (path: string): boolean => !written.matches(path) || reread.matches(path);
  const inputs = found.filter(({ path, isFolder }) => !isFolder && isInput(path));
  const fed =
    stdin && 'file' in stdin ? await findNamed(stdin.file, resolve(workspaceFolder, stdin.file)) : [];
  await breathe();
  return takeSnapshot([...inputs, ...fed], toMap(known), lookedAt, key, signal);
}

/**
 * What a job has written, as it is; and the first pattern of `output` of which nothing is there. Links are just their words.
 *
 * @throws as {@link findFiles}.
 */
export async function readOutputs(
  { workspaceFolder, output }: CheckedJob,
  known: readonly Entry[],
  key: Buffer,
  signal: AbortSignal,
): Promise<{ readonly entries: readonly Entry[]; readonly missing: string | undefined }> {
  const lookedAt = Date.now();
  const written = Globs.parse(output);
  const found = await findFiles(workspaceFolder, written, false, signal);
  const files = found.filter(({ isFolder }) => !isFolder);
  const entries = await takeSnapshot(files, toMap(known), lookedAt, key, signal);
  return { entries, missing: written.unmatched(found.map(({ path }) => path))[0] };
}

function toMap(entries: readonly Entry[]): ReadonlyMap<string, Entry> {
  return new Map(entries.map((entry) => [entry.path, entry]));
}
