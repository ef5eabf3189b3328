import type { ContainerTask } from '../../core/container-task.ts';
import { parseImage } from '../../core/image.ts';
import { defaultDriverConfig, DriverError } from '../driver.ts';
import type { Abandoned, Cookie, Driver, DriverConfig } from '../driver.ts';
import { createOptions } from './container/create-options.ts';
import { findCredentials } from './image/credentials.ts';
import { DockerCookie } from './container/docker-cookie.ts';
import type { Engine } from './engine/engine.ts';
import { engineFailure } from './engine/engine-failure.ts';
import { findEngine } from './engine/find-engine.ts';
import { resolveUser } from './container/host-user.ts';
import { checkPodmanMounts } from './container/podman-mounts.ts';
import { containerLabels, containerName } from './ownership/labels.ts';
import { pull } from './image/pull.ts';
import { SharedPulls } from './image/shared-pulls.ts';
import { findAbandoned } from './ownership/reap.ts';

/** A driver for the Docker Engine, and for Podman through its Docker-compatible service. */
export function createDockerDriver(config: Partial<DriverConfig> = {}): Driver {
  return new DockerDriver({ ...defaultDriverConfig, ...config });
}

class DockerDriver implements Driver {
  readonly #config: DriverConfig;
  readonly #pulls = new SharedPulls();

  constructor(config: DriverConfig) {
    this.#config = config;
  }

  async prepare(task: ContainerTask, signal: AbortSignal): Promise<Cookie> {
    signal.throwIfAborted();
    // Found anew for each task, so that an engine that was restarted, upgraded or switched meanwhile is met as it is.
    const engine = await findEngine(this.#config.docker, process.env, signal);
    if (engine.isPodman) checkPodmanMounts(engine, task.volumes);
    await ensureImage(engine, task, this.#pulls, signal);
    task.writeProgress({ phase: 'creating' });
    const cookie = await this.#create(engine, task, signal);
    if (!signal.aborted) return cookie;
    await cookie[Symbol.asyncDispose]();
    throw signal.reason;
  }

  async abandoned(signal: AbortSignal): Promise<readonly Abandoned[]> {
    return findAbandoned(await findEngine(this.#config.docker, process.env, signal), signal);
  }

  async #create(engine: Engine, task: ContainerTask, signal: AbortSignal): Promise<DockerCookie> {
    const context = {
      cpuShares: this.#config.cpuShares,
      user: await resolveUser(engine, task.user, signal),
      labels: containerLabels(task),
    };
    try {
      const id = await engine.containers.create(containerName(task.id), createOptions(task, context));
      return new DockerCookie(engine, id, task);
    } catch (error) {
      signal.throwIfAborted();
      throw engineFailure(error, 'create the container');
    }
  }
}

async function ensureImage(
  engine: Engine,
  task: ContainerTask,
  pulls: SharedPulls,
  signal: AbortSignal,
): Promise<void> {
  const { image } = task;
  const reference = parseImage(image);
  if ('error' in reference) throw new DriverError(reference.error, 'Correct "image".');
  if (task.pull !== 'always' && (await isPresent(engine, image, signal))) return;
  if (task.pull === 'never') {
    throw new DriverError(
      `The engine does not have the image "${image}", and the task says never to pull it.`,
      'Build or pull the image, or remove "pull": "never".',
    );
  }
  const credentials = await findCredentials(reference.registry, process.env, signal);
  await pulls.join(
    JSON.stringify([engine.endpoint.url, image, credentials.registryAuth]),
    (onProgress, ended) => pull(engine, image, credentials, onProgress, ended),
    (progress) => {
      task.writeProgress(progress);
    },
    signal,
  );
  // A stream that breaks ends like one that is done: only the image itself tells.
  if (await isPresent(engine, image, signal)) return;
  throw new DriverError(
    `The pull of the image "${image}" ended early.`,
    'Check the connection from the engine to the registry, then run the task again.',
  );
}

async function isPresent(engine: Engine, image: string, signal: AbortSignal): Promise<boolean> {
  try {
    return await engine.images.has(image, signal);
  } catch (error) {
    signal.throwIfAborted();
    throw engineFailure(error, `look for the image "${image}"`);
  }
}
