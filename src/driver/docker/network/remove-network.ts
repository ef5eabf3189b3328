import * as l10n from '@vscode/l10n';
import { DriverError } from '../../driver.ts';
import type { Engine } from '../engine/engine.ts';
import { EngineError } from '../engine/http.ts';
import { keepRemoving } from '../engine/keep-removing.ts';

/** What removes networks: an {@link Engine}. */
type Remover = Pick<Engine, 'deadlines' | 'networks' | 'resources'>;

/**
 * Removes a network, and detaches before what is still attached; one that is gone already is fine. As {@link keepRemoving}.
 *
 * @throws {DriverError} it may still be there.
 */
export async function removeNetwork(engine: Remover, name: string): Promise<void> {
  await removeInTime(engine, name, 0);
}

/** As {@link removeNetwork}, for one of which nobody knows whether the engine has created it, or still will. */
export async function removeIfCreated(engine: Remover, name: string): Promise<void> {
  await removeInTime(engine, name, engine.deadlines.settle);
}

async function removeInTime(engine: Remover, name: string, settle: number): Promise<void> {
  try {
    await keepRemoving(engine.deadlines, () => removeOnce(engine, name), settle);
  } catch (cause) {
    throw new DriverError(
      l10n.t('The network {0} could not be removed.', name),
      l10n.t(
        'Container Tasks goes on trying for a while; if it stays, remove it with "docker network rm {0}".',
        name,
      ),
      { cause },
    );
  }
}

/** False where there is no such network. */
async function removeOnce({ networks, resources }: Remover, name: string): Promise<boolean> {
  try {
    return await resources.remove('network', name);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    // Most likely it is in use: by a container of somebody who looked at it, or one that could not be removed.
    const attached = await networks.attached(name, new AbortController().signal);
    await Promise.all(attached.map((id) => networks.detach(name, id)));
    return await resources.remove('network', name);
  }
}
