import { setTimeout as delay } from 'node:timers/promises';

import type { Abandoned, Driver } from '../driver/driver.ts';

/** What came of removing containers. */
export interface CleanUp {
  /** How many are gone. */
  readonly removed: number;
  /** Why the others may still be there; each a DriverError, unless we made a mistake. */
  readonly failures: readonly unknown[];
}

/** Removes what was left behind: all containers at the same time, then what they used. It never rejects. */
export async function removeAbandoned(abandoned: readonly Abandoned[]): Promise<CleanUp> {
  const remove = async (some: readonly Abandoned[]) => Promise.allSettled(some.map((each) => each.remove()));
  const results = [
    ...(await remove(abandoned.filter(({ kind }) => kind === 'container'))),
    ...(await remove(abandoned.filter(({ kind }) => kind !== 'container'))),
  ];
  const failures = results
    .filter((result) => result.status === 'rejected')
    .map(({ reason }) => reason as unknown);
  return { removed: results.length - failures.length, failures };
}

/** How long a thing must have been left behind before it is removed unasked, in ms: a window that reloads takes it over. */
const defaultGrace = 30_000;

/**
 * Gives the driver as `load` does, and lets the first one that can find it remove what was left behind.
 * Nobody waits for that.
 */
export function cleaningUp(load: () => Promise<Driver>, grace = defaultGrace): () => Promise<Driver> {
  let isDone = false;
  return async () => {
    const driver = await load();
    if (isDone) return driver;
    isDone = true;
    // What goes wrong is not told: nobody has asked for it, the command tells it, and the next run tries again.
    void cleanUp(driver, grace).catch(() => (isDone = false));
    return driver;
  };
}

/** Nobody can tell since when a container is left, but that it was so all the time. */
async function cleanUp(driver: Driver, grace: number): Promise<void> {
  const { signal } = new AbortController();
  const before = new Set((await driver.abandoned(signal)).map(nameOf));
  if (before.size === 0) return;
  await delay(grace, undefined, { ref: false });
  const now = await driver.abandoned(signal);
  await removeAbandoned(now.filter((each) => before.has(nameOf(each))));
}

function nameOf({ kind, name }: Abandoned): string {
  return `${kind} ${name}`;
}
