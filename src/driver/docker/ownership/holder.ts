import { containerName, runIdLabel } from './labels.ts';
import { isGone, ownerName, ownerNamed, readOwner, startOf } from './owner.ts';
import type { Owner } from './owner.ts';

/** What tells whose a container is. */
export interface Holding {
  /** Without the slash that engines write before it. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Whether the container is one that we made. Its labels alone do not say so: an image that was committed from a container
 * of ours hands them on to every container that somebody makes from it.
 */
export function isOurs({ name, labels }: Holding): boolean {
  const runId = labels[runIdLabel];
  if (runId === undefined) return false;
  return name === containerName(runId) || name.startsWith(`${containerName(runId)}.`);
}

/**
 * The process that removes the container: the one that took it over last, which its name tells, else the one that made it,
 * which its labels tell. Labels cannot be changed.
 */
export function holderOf({ name, labels }: Holding, self: Owner): Owner | undefined {
  const taker = name.slice(containerName(labels[runIdLabel] ?? '').length + 1);
  return taker === '' ? readOwner(labels) : ownerNamed(taker, self);
}

/** The name of a run's container that this process has taken over. */
export function takenName(runId: string, self: Owner): string {
  return `${containerName(runId)}.${ownerName(self)}`;
}

/** Whether the container is ours and whoever should remove it provably runs no more. */
export function isLeft(container: Holding, self: Owner): boolean {
  const holder = holderOf(container, self);
  return isOurs(container) && holder !== undefined && isGone(holder, self, startOf);
}
