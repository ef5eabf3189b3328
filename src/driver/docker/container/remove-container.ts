import { DriverError } from '../../driver.ts';
import type { Engine } from '../engine/engine.ts';

/**
 * Kills and removes a container; one that is gone already is fine.
 *
 * @throws {DriverError} it may still be there.
 */
export async function removeContainer(engine: Engine, id: string): Promise<void> {
  try {
    await engine.containers.remove(id);
  } catch (cause) {
    const name = id.slice(0, 12);
    throw new DriverError(
      `The container ${name} could not be removed.`,
      `Remove it with "docker rm -f ${name}".`,
      { cause },
    );
  }
}
