import * as l10n from '@vscode/l10n';
import type { Abandoned } from '../../driver.ts';
import { removeContainer } from '../container/remove-container.ts';
import type { Engine } from '../engine/engine.ts';
import { engineFailure } from '../engine/engine-failure.ts';
import { removeNetwork } from '../network/remove-network.ts';
import type { EngineResource, ResourceKind } from '../engine/engine-resources.ts';
import { isLeft } from './holder.ts';
import type { Holding } from './holder.ts';
import { createdLabel, runIdLabel, taskLabel } from './labels.ts';
import { thisOwner } from './owner.ts';

/**
 * The containers, networks and volumes that we made and whose holder is provably gone. Nothing is removed.
 *
 * @throws {DriverError} the engine does not say.
 */
export async function findAbandoned(engine: Engine, signal: AbortSignal): Promise<readonly Abandoned[]> {
  try {
    const [containers, networks, volumes] = await Promise.all([
      listContainers(engine, signal),
      engine.resources.list('network', runIdLabel, signal),
      engine.resources.list('volume', runIdLabel, signal),
    ]);
    const left = containers.filter(isAbandoned);
    const used = new Set(containers.filter((each) => !left.includes(each)).map(runOf));
    const unused = (each: EngineResource): boolean => isAbandoned(each) && !used.has(runOf(each));
    return [
      ...left.map((each) => abandonedContainer(engine, each)),
      ...networks.filter(unused).map((each) => abandonedResource(engine, 'network', each)),
      ...volumes.filter(unused).map((each) => abandonedResource(engine, 'volume', each)),
    ];
  } catch (error) {
    signal.throwIfAborted();
    throw engineFailure(error, l10n.t('list what was left behind'));
  }
}

/** Whether it is old enough to be judged. `now` is in epoch ms. */
export function isSettled({ labels }: Pick<Holding, 'labels'>, now: number): boolean {
  return now - createdAt(labels) >= grace;
}

/** In ms: what has just been made is left alone. */
const grace = 10_000;

interface ListedContainer extends Holding {
  readonly image: string;
}

async function listContainers(engine: Engine, signal: AbortSignal): Promise<readonly ListedContainer[]> {
  const containers = await engine.containers.list(runIdLabel, signal);
  return containers.map(({ Names, Labels, Image }) => ({
    name: nameAmong(Names),
    labels: Labels,
    image: Image,
  }));
}

/** Its own name: others are links, `/other/alias`. */
function nameAmong(names: readonly string[]): string {
  return names.find((name) => /^\/[^/]+$/.test(name))?.slice(1) ?? '';
}

function isAbandoned(holding: Holding): boolean {
  return isSettled(holding, Date.now()) && isLeft(holding, thisOwner());
}

function runOf({ labels }: Holding): string | undefined {
  return labels[runIdLabel];
}

function abandonedContainer(engine: Engine, { name, labels, image }: ListedContainer): Abandoned {
  return {
    ...{ kind: 'container', name, image, ...factsIn(labels) },
    // By its name: a container that was taken over meanwhile has another, and stays.
    remove: () => removeContainer(engine, name),
  };
}

function abandonedResource(engine: Engine, kind: ResourceKind, { name, labels }: EngineResource): Abandoned {
  return {
    ...{ kind, name, ...factsIn(labels) },
    remove: async () => {
      if (kind === 'network') return removeNetwork(engine, name);
      try {
        await engine.resources.remove(kind, name);
      } catch (error) {
        throw engineFailure(error, l10n.t('remove the volume {0}', name));
      }
    },
  };
}

function factsIn(labels: Holding['labels']): Pick<Abandoned, 'label' | 'created'> {
  return { label: labels[taskLabel] ?? '', created: createdAt(labels) };
}

/** Epoch ms by the owner's clock, which is ours where a thing is judged at all. */
function createdAt(labels: Holding['labels']): number {
  return Date.parse(labels[createdLabel] ?? '');
}
