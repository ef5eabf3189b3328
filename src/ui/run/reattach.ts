import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';

import type { Driver, Recovered } from '../../driver/driver.ts';
import type { Launcher } from '../../runner/launcher.ts';
import { removeRecord } from '../../runner/run-record.ts';
import type { FoundRecord } from '../../runner/run-record.ts';
import type { TaskRuns } from './task-runs.ts';

/** In ms: the extension host before this one may take 5 s to end, and holds its containers until then. */
const patience = { limit: 60_000, pause: 500 };

/**
 * Goes on with the runs of this workspace that its window has left. Resolves when it is known which they are: a run that
 * another window still has is that one's.
 *
 * @throws Node's error where the runs' folder cannot be read.
 */
export async function reattach(
  launcher: Launcher,
  runs: TaskRuns,
  loadDriver: () => Promise<Driver>,
): Promise<void> {
  if (!vscode.workspace.isTrusted) return;
  const records = await launcher.left();
  if (records.length === 0) return;
  const driver = await loadDriver();
  await Promise.allSettled(
    records.map(async (record) => {
      const container = await recover(driver, record);
      // Its end is told by the run itself.
      if (container) void runs.resume(record, container).catch(() => undefined);
    }),
  );
}

async function recover(driver: Driver, record: FoundRecord): Promise<Recovered | undefined> {
  const { signal } = new AbortController();
  for (const end = Date.now() + patience.limit; ;) {
    const answer = await driver.recover(record.handle, signal);
    if (answer === 'gone') await removeRecord(record.logPath);
    if (answer === 'gone' || (answer === 'held' && Date.now() > end)) return undefined;
    if (answer !== 'held') return answer;
    await delay(patience.pause);
  }
}
