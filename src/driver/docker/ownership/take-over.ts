import { absorbing } from '../engine/engine-api.ts';
import type { Engine } from '../engine/engine.ts';
import { EngineError } from '../engine/http.ts';
import type { TaskHandle } from '../../driver.ts';
import { isLeft, isOurs, takenName } from './holder.ts';
import type { Holding } from './holder.ts';
import { runIdLabel } from './labels.ts';
import { thisOwner } from './owner.ts';

/**
 * Takes over a container whose owner is gone, by giving it a name that says so. The engine gives a name once: of several
 * processes that ask at the same time, all but one find that the old name is nobody's any more, or another's name in its
 * place.
 *
 * @returns the new name; else why not, as in {@link Driver.recover}
 * @throws as {@link EngineContainers} does.
 */
export async function takeOver(
  engine: Engine,
  { containerId, runId }: TaskHandle,
  signal: AbortSignal,
): Promise<{ readonly name: string } | 'held' | 'gone'> {
  const self = thisOwner();
  const found = await find(engine, containerId, signal);
  if (!found || !isOurs(found) || found.labels[runIdLabel] !== runId) return 'gone';
  if (!isLeft(found, self)) return 'held';
  const name = takenName(runId, self);
  const isRenamed = await absorbing(engine.containers.rename(found.name, name), [404, 409, 500]);
  if (!isRenamed) return (await find(engine, containerId, signal)) ? 'held' : 'gone';
  // Where both have asked before the engine had renamed it for one of them, the last one has it.
  return (await find(engine, containerId, signal))?.name === name ? { name } : 'held';
}

async function find(engine: Engine, id: string, signal: AbortSignal): Promise<Holding | undefined> {
  try {
    const { Name = '', Config } = await engine.containers.inspect(id, signal);
    return { name: Name.replace(/^\//, ''), labels: Config?.Labels ?? {} };
  } catch (error) {
    if (error instanceof EngineError && error.statusCode === 404) return undefined;
    throw error;
  }
}
