import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { indexPath } from './log-file.ts';
import { recordPath } from './run-record.ts';

/** How many logs stay where no history says which. */
const kept = 20;

/**
 * Makes room for one log more in a folder without a history, such as that of services: the oldest go, by their names. One
 * beside which there is a record is of a run that goes on.
 *
 * @param inUse the paths of the logs that are written now, which stay
 */
export async function keepNewestLogs(folder: string, inUse: ReadonlySet<string>): Promise<void> {
  const files = new Set(await readdir(folder).catch(() => []));
  const stays = (name: string): boolean => files.has(recordPath(name)) || inUse.has(join(folder, name));
  const logs = [...files].filter((name) => name.endsWith('.log') && !stays(name)).sort();
  for (const name of logs.slice(0, Math.max(0, logs.length - kept + 1))) await removeLog(join(folder, name));
}

/** Removes a log with its index; ones that are gone already are fine. */
export async function removeLog(path: string): Promise<void> {
  await rm(path, { force: true });
  await rm(indexPath(path), { force: true });
}
