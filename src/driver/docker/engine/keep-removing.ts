import { setTimeout as delay } from 'node:timers/promises';

import type { Deadlines } from './deadlines.ts';
import { within } from './within.ts';

/**
 * Removes a thing for sure. Whatever was cancelled, this has a clock of its own: what fails is tried again. Where it holds up
 * the caller for too long, it goes on behind the scenes.
 *
 * @param remove resolves with false where there is no such thing
 * @param settle for how long the engine has to deny the thing, in ms, where nobody knows whether it has made it
 * @throws what the removal throws, or a TimeoutError: it may still be there.
 */
export async function keepRemoving(
  deadlines: Deadlines,
  remove: () => Promise<boolean>,
  settle: number,
): Promise<void> {
  const { signal } = new AbortController();
  await within(deadlines.cleanup, () => untilGone(deadlines, remove, settle), signal);
}

/** An engine that says that it is removing it already (409) is asked again: it may fail. */
async function untilGone(
  { sweep, poll }: Deadlines,
  remove: () => Promise<boolean>,
  settle: number,
): Promise<void> {
  const start = Date.now();
  for (let deniedSince: number | undefined; ;) {
    try {
      if (await remove()) return;
      deniedSince ??= Date.now();
      if (Date.now() - deniedSince >= settle) return;
    } catch (error) {
      if (Date.now() - start > sweep) throw error;
      deniedSince = undefined;
    }
    await delay(poll);
  }
}
