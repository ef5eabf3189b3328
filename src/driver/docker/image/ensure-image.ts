import * as l10n from '@vscode/l10n';
import type { ContainerTask } from '../../../core/container-task.ts';
import { parseImage } from '../../../core/image.ts';
import { DriverError } from '../../driver.ts';
import type { Engine } from '../engine/engine.ts';
import { engineFailure } from '../engine/engine-failure.ts';
import { formatPlatform, isFor, parsePlatform } from '../engine/platform.ts';
import type { Platform } from '../engine/platform.ts';
import { findCredentials } from './credentials.ts';
import { pull } from './pull.ts';
import type { SharedPulls } from './shared-pulls.ts';
import type { Limits } from './time-limits.ts';

/**
 * Sees that the engine has the task's image for the task's platform, as the task's policy says, and resolves with its id.
 *
 * @throws {DriverError} it has not, and cannot get it; the signal's reason when it is aborted.
 */
export async function ensureImage(
  engine: Engine,
  task: ContainerTask,
  pulls: SharedPulls,
  limits: Limits,
  signal: AbortSignal,
): Promise<string> {
  const { image, platform } = task;
  const reference = parseImage(image);
  if ('error' in reference)
    throw new DriverError(reference.error, l10n.t('Correct "image".'), {
      remedy: { in: 'file', field: 'image' },
    });
  const present = task.pull === 'always' ? 'absent' : await look(engine, task, signal);
  if (isImage(present)) return present.id;
  if (task.pull === 'never') throw mayNotBePulled(task, present);
  const credentials = await findCredentials(reference.registry, process.env, signal);
  await pulls.join(
    JSON.stringify([engine.endpoint.url, image, platform, credentials.registryAuth]),
    (onProgress, ended) => pull(engine, { image, platform, credentials, limits }, onProgress, ended),
    (progress) => {
      task.writeProgress(progress);
    },
    signal,
  );
  // A stream that breaks ends like one that is done: only the image itself tells.
  const pulled = await look(engine, task, signal);
  if (isImage(pulled)) return pulled.id;
  throw pulled === 'absent' ? endedEarly(image) : otherPlatform(task, pulled);
}

/** Whether the engine has the image; the platform that it is for, where it is not the task's. */
async function look(
  engine: Engine,
  { image, platform }: ContainerTask,
  signal: AbortSignal,
): Promise<Fitting | 'absent' | Platform> {
  const wanted = platform === '' ? undefined : parsePlatform(platform);
  try {
    const found = await engine.images.find(image, wanted, signal);
    if (!found) return 'absent';
    return !wanted || isFor(found, wanted) ? { fits: true, id: found.id } : found;
  } catch (error) {
    signal.throwIfAborted();
    throw engineFailure(error, l10n.t('look for the image "{0}"', image));
  }
}

/** The image that is wanted. */
interface Fitting {
  readonly fits: true;
  readonly id: string;
}

function isImage(found: Fitting | 'absent' | Platform): found is Fitting {
  return typeof found === 'object' && 'fits' in found;
}

function mayNotBePulled({ image, platform }: ContainerTask, present: 'absent' | Platform): DriverError {
  return new DriverError(
    explainMissing(image, platform, present),
    l10n.t('Build or pull the image, or remove "pull": "never".'),
    { remedy: { in: 'file', field: 'pull' } },
  );
}

function explainMissing(image: string, platform: string, present: 'absent' | Platform): string {
  if (present !== 'absent')
    return l10n.t(
      'The engine does not have the image "{0}" for {1}, but for {2}, and the task says never to pull it.',
      image,
      platform,
      formatPlatform(present),
    );
  return platform === ''
    ? l10n.t('The engine does not have the image "{0}", and the task says never to pull it.', image)
    : l10n.t(
        'The engine does not have the image "{0}" for {1}, and the task says never to pull it.',
        image,
        platform,
      );
}

function endedEarly(image: string): DriverError {
  return new DriverError(
    l10n.t('The pull of the image "{0}" ended early.', image),
    l10n.t('Check the connection from the engine to the registry, then run the task again.'),
  );
}

function otherPlatform({ image, platform }: ContainerTask, found: Platform): DriverError {
  return new DriverError(
    l10n.t('The image "{0}" is for {1}, not for {2}.', image, formatPlatform(found), platform),
    l10n.t('Choose an image that has this platform, or correct or remove "platform".'),
    { remedy: { in: 'file', field: 'platform' } },
  );
}
