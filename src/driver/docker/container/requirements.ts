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
  if (task.platform !== '' && !engine.speaks('1.41')) throw tooOld('choose a platform', '20.10', 'platform');
  if (task.gpus !== 0) checkGpus(engine);
  if (task.ports.length > 0) checkNetworkOfPorts(task.network);
  if (engine.isPodman && task.healthcheck) checkWords(task.healthcheck);
  const profile = task.securityOpt.find((option) => /^apparmor[=:](?!unconfined$)/.test(option));
  if (profile !== undefined) await checkAppArmor(engine, profile, signal);
}

function tooOld(ability: string, release: string, field: string): DriverError {
  return new DriverError(
    `The engine is too old to ${ability}.`,
    `Update it to Docker ${release} or newer, or remove "${field}".`,
  );
}

/** Podman takes the request and does nothing (https://github.com/containers/podman/issues/22645). */
function checkGpus(engine: Engine): void {
  if (engine.isPodman) {
    throw new DriverError(
      'Podman passes on no GPUs through its Docker-compatible service.',
      'Use a Docker Engine for this task, or remove "resources.gpus".',
    );
  }
  if (!engine.speaks('1.40')) throw tooOld('pass on GPUs', '19.03', 'resources.gpus');
}

function checkNetworkOfPorts(network: string): void {
  if (network !== 'none' && network !== 'host' && !network.startsWith('container:')) return;
  throw new DriverError(
    `The ports of a container whose network is "${network}" cannot be published.`,
    'Remove "ports", or the "network".',
  );
}

/** Podman joins the words of a check, and splits them at blanks. */
function checkWords({ test: [kind, ...words] }: Healthcheck): void {
  const broken = words.find((word) => !/^\S+$/.test(word));
  if (kind !== 'CMD' || broken === undefined) return;
  throw new DriverError(
    `Podman takes "${broken}", a word of a health check, for several or none.`,
    'Write the check as one text, which a shell reads.',
  );
}

/** Engines without AppArmor take any profile, and run the container without. */
async function checkAppArmor(engine: Engine, profile: string, signal: AbortSignal): Promise<void> {
  const { SecurityOptions = [] } = await askInfo(engine, signal);
  if (SecurityOptions.some((option) => option.startsWith('name=apparmor'))) return;
  throw new DriverError(
    `The engine's machine has no AppArmor, which "${profile}" is for.`,
    'Remove it from "securityOpt", or use an engine whose machine has AppArmor.',
  );
}
