import * as l10n from '@vscode/l10n';

import type { ContainerTask, Healthcheck } from '../../../core/container-task.ts';
import { DriverError } from '../../driver.ts';
import { askInfo } from '../engine/ask-info.ts';
import type { Engine } from '../engine/engine.ts';

/**
 * Refuses what the engine would leave out without a word: nothing has been pulled or made then.
 *
 * @throws {DriverError} the engine cannot do what the task asks for; the signal's reason when it is aborted.
 */
export async function checkRequirements(
  engine: Engine,
  task: ContainerTask,
  signal: AbortSignal,
): Promise<void> {
  if (task.platform !== '' && !engine.speaks('1.41'))
    throw new DriverError(
      l10n.t('The engine is too old to choose a platform.'),
      l10n.t('Update it to Docker {0} or newer, or remove "{1}".', '20.10', 'platform'),
      { remedy: { in: 'file', field: 'platform' } },
    );
  if (task.gpus !== 0) checkGpus(engine);
  if (task.ports.length > 0) checkNetworkOfPorts(task.network);
  if (engine.isPodman && task.healthcheck) checkWords(task.healthcheck);
  const profile = task.securityOpt.find((option) => /^apparmor[=:](?!unconfined$)/.test(option));
  if (profile !== undefined) await checkAppArmor(engine, profile, signal);
}

/** Podman takes the request and does nothing (https://github.com/containers/podman/issues/22645). */
function checkGpus(engine: Engine): void {
  const remedy = { in: 'file', field: 'resources.gpus' } as const;
  if (engine.isPodman) {
    throw new DriverError(
      l10n.t('Podman passes on no GPUs through its Docker-compatible service.'),
      l10n.t('Use a Docker Engine for this task, or remove "resources.gpus".'),
      { remedy },
    );
  }
  if (engine.speaks('1.40')) return;
  throw new DriverError(
    l10n.t('The engine is too old to pass on GPUs.'),
    l10n.t('Update it to Docker {0} or newer, or remove "{1}".', '19.03', 'resources.gpus'),
    { remedy },
  );
}

function checkNetworkOfPorts(network: string): void {
  if (network !== 'none' && network !== 'host' && !network.startsWith('container:')) return;
  throw new DriverError(
    l10n.t('The ports of a container whose network is "{0}" cannot be published.', network),
    l10n.t('Remove "ports", or the "network".'),
    { remedy: { in: 'file', field: 'ports' } },
  );
}

/** Podman joins the words of a check, and splits them at blanks. */
function checkWords({ test: [kind, ...words] }: Healthcheck): void {
  const broken = words.find((word) => !/^\S+$/.test(word));
  if (kind !== 'CMD' || broken === undefined) return;
  throw new DriverError(
    l10n.t('Podman takes "{0}", a word of a health check, for several or none.', broken),
    l10n.t('Write the check as one text, which a shell reads.'),
    { remedy: { in: 'file', field: 'healthcheck' } },
  );
}

/** Engines without AppArmor take any profile, and run the container without. */
async function checkAppArmor(engine: Engine, profile: string, signal: AbortSignal): Promise<void> {
  const { SecurityOptions = [] } = await askInfo(engine, signal);
  if (SecurityOptions.some((option) => option.startsWith('name=apparmor'))) return;
  throw new DriverError(
    l10n.t('The engine\'s machine has no AppArmor, which "{0}" is for.', profile),
    l10n.t('Remove it from "securityOpt", or use an engine whose machine has AppArmor.'),
    { remedy: { in: 'file', field: 'securityOpt' } },
  );
}
