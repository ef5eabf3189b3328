import type { Abandoned, Driver } from '../driver/driver.ts';

/** What came of removing containers. */
export interface CleanUp {
  /** How many are gone. */
  readonly removed: number;
  /** Why the others may still be there; each a DriverError, unless we made a mistake. */
  readonly failures: readonly unknown[];
}

/** Removes containers, all at the same time. It never rejects. */
export async function removeAbandoned(containers: readonly Abandoned[]): Promise<CleanUp> {
  const results = await Promise.allSettled(containers.map((container) => container.remove()));
  const failures = results
    .filter((result) => result.status === 'rejected')
    .map(({ reason }) => reason as unknown);
  return { removed: results.length - failures.length, failures };
}

/**
 * Gives the driver as `load` does, and lets the first one that can find them remove the containers that were left behind.
 * Nobody waits for that.
 */
export function cleaningUp(load: () => Promise<Driver>): () => Promise<Driver> {
  let isDone = false;
  return async () => {
    const driver = await load();
    if (isDone) return driver;
    isDone = true;
    // What goes wrong is not told: nobody has asked for it, the command tells it, and the next run tries again.
    void cleanUp(driver).catch(() => (isDone = false));
    return driver;
  };
}

async function cleanUp(driver: Driver): Promise<void> {
  await removeAbandoned(await driver.abandoned(new AbortController().signal));
}
