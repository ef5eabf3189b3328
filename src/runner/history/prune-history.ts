import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { recordPath } from '../run-record.ts';
import { entryNames, entryTime, removeEntry } from './entry-files.ts';

/**
 * Removes the runs of a folder that ended first with their logs, so that `limit` stay, and logs that nobody writes any more: a window
 * that was killed leaves them without an entry. Several windows may do so at once. What cannot be removed stays.
 *
 * @param inUse the paths of the logs that this process writes now
 * @param now in epoch ms
 */
export async function pruneHistory(
  folder: string,
  limit: number,
  inUse: ReadonlySet<string>,
  now = Date.now(),
): Promise<void> {
  const runs = await entryNames(folder);
  const tooMany = await firstEnded(folder, runs, runs.length - limit);
  const orphans = await findOrphans(folder, new Set(runs), inUse, now);
  for (const name of [...tooMany, ...orphans]) await removeEntry(join(folder, name)).catch(() => undefined); // An open file, on Windows.
}

/** Not those that began first: one that took long, and has just ended, is what a person looks at. */
async function firstEnded(
  folder: string,
  runs: readonly string[],
  count: number,
): Promise<readonly string[]> {
  if (count <= 0) return [];
  const times = runs.map(async (name) => ({ name, time: await entryTime(join(folder, name)) }));
  const inOrder = (await Promise.all(times)).sort((one, other) => one.time - other.time);
  return inOrder.slice(0, count).map(({ name }) => name);
}

/** In ms: a log without an entry is of a run that goes on, in whichever window, until it was silent for that long. */
const silence = 7 * 24 * 60 * 60_000;

async function findOrphans(
  folder: string,
  runs: ReadonlySet<string>,
  inUse: ReadonlySet<string>,
  now: number,
): Promise<readonly string[]> {
  const files = new Set(await readdir(folder).catch(() => []));
  const isCandidate = (name: string): boolean =>
    name.endsWith('.log') &&
    !runs.has(name) &&
    !files.has(recordPath(name)) &&
    !inUse.has(join(folder, name));
  const candidates = [...files].filter(isCandidate);
  const silent = await Promise.all(
    candidates.map(async (name) => {
      const written = (await stat(join(folder, name)).catch(() => undefined))?.mtimeMs ?? now;
      return now - written > silence ? [name] : [];
    }),
  );
  return silent.flat();
}
