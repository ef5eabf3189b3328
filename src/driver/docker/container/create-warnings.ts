import type { ContainerTask } from '../../../core/container-task.ts';
import { DriverError } from '../../driver.ts';
import { sentence } from '../engine/engine-failure.ts';

/**
 * Tells what the engine said when it created a container.
 *
 * @returns sentences for whoever reads the result; undefined where there is nothing to tell.
 * @throws {DriverError} the engine has left out a limit of the task: its container must not start.
 */
export function readWarnings(
  warnings: readonly string[],
  task: Pick<ContainerTask, 'network' | 'ports'>,
): string | undefined {
  const discarded = warnings.find((warning) => /discarded/i.test(warning) && !aboutWeight.test(warning));
  if (discarded !== undefined) throw limitDiscarded(discarded);
  const told = warnings.filter((warning) => !aboutForwarding.test(warning) || asksForNetwork(task));
  return told.length === 0 ? undefined : told.map(explain).join(' ');
}

/** The weight is the machine's setting, and no limit: the task runs as well without. */
const aboutWeight = /CPU shares/i;

/** An engine without a way to the outside says so of every container: a task that asks for no network may not mind. */
const aboutForwarding = /^IPv[46] forwarding is disabled/i;

function asksForNetwork({ network, ports }: Pick<ContainerTask, 'network' | 'ports'>): boolean {
  return network !== '' || ports.length > 0;
}

function explain(warning: string): string {
  const [, image, machine] =
    /image's platform \((\S+)\) does not match the detected host platform \((\S+)\)/.exec(warning) ?? [];
  if (image === undefined || machine === undefined) return `The engine says: ${sentence(warning)}`;
  return `The image is built for ${image} and the engine's machine for ${machine}: where the machine cannot emulate it, use an image that is built for it.`;
}

function limitDiscarded(warning: string): DriverError {
  const field = limits.find(([pattern]) => pattern.test(warning))?.[1] ?? 'a setting of the task';
  return new DriverError(
    `The engine cannot keep ${field}: ${sentence(warning)}`,
    "Give the engine's machine the control group for it and restart the engine (a rootless engine needs it delegated), or remove the limit.",
  );
}

/** As moby words them in daemon/daemon_unix.go, verifyPlatformContainerResources. */
const limits: readonly (readonly [pattern: RegExp, field: string])[] = [
  [/memory/i, '"resources.memory"'],
  [/PIDs limit/i, '"resources.pids"'],
  [/CPU/i, '"resources.cpus"'],
];
