import * as l10n from '@vscode/l10n';

import { DriverError } from '../../driver.ts';
import type { Engine } from '../engine/engine.ts';
import { keepRemoving } from '../engine/keep-removing.ts';

/** What removes containers: an {@link Engine}. */
type Remover = Pick<Engine, 'deadlines'> & {
  readonly containers: Pick<Engine['containers'], 'remove'>;
};

/**
 * Kills and removes a container, by id or by name; one that is gone already is fine. As {@link keepRemoving}.
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

async function removeInTime({ containers, deadlines }: Remover, id: string, settle: number): Promise<void> {
  try {
    await keepRemoving(deadlines, () => containers.remove(id), settle);
  } catch (cause) {
    const name = /^[0-9a-f]{64}$/.test(id) ? id.slice(0, 12) : id;
    throw new DriverError(
      l10n.t('The container {0} could not be removed.', name),
      l10n.t(
        'Container Tasks goes on trying for a while; if it stays, remove it with "docker rm -f {0}".',
        name,
      ),
      { cause },
    );
  }
}
