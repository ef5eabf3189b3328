import type { Abandoned } from '../../driver.ts';
import type { Engine } from '../engine/engine.ts';
import { engineFailure } from '../engine/engine-failure.ts';
import { containerName, createdLabel, runIdLabel, taskLabel } from './labels.ts';
import { isGone, readOwner, startOf, thisOwner } from './owner.ts';
import { removeContainer } from '../container/remove-container.ts';

/** A container of ours as far as it matters here. */
export interface LabelledContainer {
  /** Each begins with a slash. */
  readonly Names: readonly string[];
  readonly Labels: Readonly<Record<string, string>>;
}

/**
 * The containers that we made and whose owner is provably gone. Nothing is removed.
 *
 * @throws {DriverError} the engine does not say.
 */
export async function findAbandoned(engine: Engine, signal: AbortSignal): Promise<readonly Abandoned[]> {
  try {
    const containers = await engine.containers.list(runIdLabel, signal);
    const self = thisOwner();
    return containers
      .filter((container) => {
        const owner = readOwner(container.Labels);
        return isOurs(container) && isSettled(container, Date.now()) && owner && isGone(owner, self, startOf);
      })
      .map(({ Id, Image, Labels }) => ({
        label: Labels[taskLabel] ?? '',
        image: Image,
        created: createdAt(Labels),
        remove: () => removeContainer(engine, Id),
      }));
  } catch (error) {
    signal.throwIfAborted();
    throw engineFailure(error, 'list its containers');
  }
}

/**
 * Whether the container is one that we made. Its labels alone do not say so: an image that was committed from a container
 * of ours hands them on to every container that somebody makes from it.
 */
export function isOurs({ Names, Labels }: LabelledContainer): boolean {
  const runId = Labels[runIdLabel];
  return runId !== undefined && Names.includes(`/${containerName(runId)}`);
}

/** Whether the container is old enough to be judged. `now` is in epoch ms. */
export function isSettled({ Labels }: LabelledContainer, now: number): boolean {
  return now - createdAt(Labels) >= grace;
}

/** In ms: what has just been made is left alone. */
const grace = 10_000;

/** Epoch ms by the owner's clock, which is ours where the container is judged at all. */
function createdAt(labels: LabelledContainer['Labels']): number {
  return Date.parse(labels[createdLabel] ?? '');
}
