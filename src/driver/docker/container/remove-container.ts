import { setTimeout as delay } from 'node:timers/promises';

import { DriverError } from '../../driver.ts';
import type { Engine } from '../engine/engine.ts';
import { within } from '../engine/within.ts';

/** What removes containers: an {@link Engine}. */
export type Remover = Pick<Engine, 'deadlines'> & {
  readonly containers: Pick<Engine['containers'], 'remove'>;
};

/**
 * Kills and removes a container, by id or by name; one that is gone already is fine. Whatever was cancelled, this has a
 * clock of its own: what fails is tried again. Where it holds up the caller for too long, it goes on behind the scenes.
 *
 * @throws {DriverError} it may still be there.
 */
export async function removeContainer(engine: Remover, id: string): Promise<void> {
  await removeInTime(engine, id, 0);
}

/**
 * As {@link removeContainer}, for a container of which nobody knows whether the engine has created it: one that is frozen
 * may still do so when it goes on.
 */
export async function removeIfCreated(engine: Remover, name: string): Promise<void> {
  await removeInTime(engine, name, engine.deadlines.settle);
}

/** @param settle for how long the engine has to deny the container, in ms */
async function removeInTime(engine: Remover, id: string, settle: number): Promise<void> {
  const { cleanup } = engine.deadlines;
  try {
    const { signal } = new AbortController();
    await within(cleanup, () => keepRemoving(engine, id, settle), signal);
  } catch (cause) {
    const name = /^[0-9a-f]{64}$/.test(id) ? id.slice(0, 12) : id;
    throw new DriverError(
      `The container ${name} could not be removed.`,
      `Container Tasks goes on trying for a while; if it stays, remove it with "docker rm -f ${name}".`,
      { cause },
    );
  }
}

/** An engine that says that it is removing it already (409) is asked again: it may fail. */
async function keepRemoving({ containers, deadlines }: Remover, id: string, settle: number): Promise<void> {
  const start = Date.now();
  for (let deniedSince: number | undefined; ;) {
    try {
      if (await containers.remove(id)) return;
      deniedSince ??= Date.now();
      if (Date.now() - deniedSince >= settle) return;
    } catch (error) {
      if (Date.now() - start > deadlines.sweep) throw error;
      deniedSince = undefined;
    }
    await delay(deadlines.poll);
  }
}
