import type { Abandoned } from '../../driver.ts';
import type { Engine } from '../engine/engine.ts';
import { engineFailure } from '../engine/engine-failure.ts';
import { isLeft } from './holder.ts';
import type { Holding } from './holder.ts';
import { createdLabel, runIdLabel, taskLabel } from './labels.ts';
import { thisOwner } from './owner.ts';
import { removeContainer } from '../container/remove-container.ts';

/**
 * The containers that we made and whose holder is provably gone. Nothing is removed.
 *
 * @throws {DriverError} the engine does not say.
 */
export async function findAbandoned(engine: Engine, signal: AbortSignal): Promise<readonly Abandoned[]> {
  try {
    const containers = await engine.containers.list(runIdLabel, signal);
    const self = thisOwner();
    return containers
      .map(({ Names, Labels, Image }) => ({ name: nameAmong(Names), labels: Labels, image: Image }))
      .filter((container) => isSettled(container, Date.now()) && isLeft(container, self))
      .map(({ name, labels, image }) => ({
        name,
        label: labels[taskLabel] ?? '',
        image,
        created: createdAt(labels),
        // By its name: a container that was taken over meanwhile has another, and stays.
        remove: () => removeContainer(engine, name),
      }));
  } catch (error) {
    signal.throwIfAborted();
    throw engineFailure(error, 'list its containers');
  }
}

/** Whether the container is old enough to be judged. `now` is in epoch ms. */
export function isSettled({ labels }: Pick<Holding, 'labels'>, now: number): boolean {
  return now - createdAt(labels) >= grace;
}

/** In ms: what has just been made is left alone. */
const grace = 10_000;

/** Its own name: others are links, `/other/alias`. */
function nameAmong(names: readonly string[]): string {
  return names.find((name) => /^\/[^/]+$/.test(name))?.slice(1) ?? '';
}

/** Epoch ms by the owner's clock, which is ours where the container is judged at all. */
function createdAt(labels: Holding['labels']): number {
  return Date.parse(labels[createdLabel] ?? '');
}
