import * as l10n from '@vscode/l10n';

import type { ContainerTask } from '../../../core/container-task.ts';
import type { RemedyField } from '../../../core/run-result.ts';
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
  if (image === undefined || machine === undefined) return l10n.t('The engine says: {0}', sentence(warning));
  return l10n.t(
    "The image is built for {0} and the engine's machine for {1}: where the machine cannot emulate it, use an image that is built for it.",
    image,
    machine,
  );
}

function limitDiscarded(warning: string): DriverError {
  const field = limits.find(([pattern]) => pattern.test(warning))?.[1];
  return new DriverError(
    field === undefined
      ? l10n.t('The engine cannot keep a setting of the task: {0}', sentence(warning))
      : l10n.t('The engine cannot keep "{0}": {1}', field, sentence(warning)),
    l10n.t(
      "Give the engine's machine the control group for it and restart the engine (a rootless engine needs it delegated), or remove the limit.",
    ),
    field && { remedy: { in: 'file', field } },
  );
}

/** As moby words them in daemon/daemon_unix.go, verifyPlatformContainerResources. */
const limits: readonly (readonly [pattern: RegExp, field: RemedyField])[] = [
  [/memory/i, 'resources.memory'],
  [/PIDs limit/i, 'resources.pids'],
  [/CPU/i, 'resources.cpus'],
];
