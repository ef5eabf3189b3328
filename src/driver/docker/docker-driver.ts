import * as l10n from '@vscode/l10n';
import type { ContainerTask } from '../../core/container-task.ts';
import { defaultDriverConfig } from '../driver.ts';
import type {
  Abandoned,
  Cookie,
  Driver,
  DriverConfig,
  HostAccess,
  LocalImage,
  Network,
  Recovered,
  TaskHandle,
} from '../driver.ts';
import { createOptions } from './container/create-options.ts';
import { readWarnings } from './container/create-warnings.ts';
import { DockerCookie } from './container/docker-cookie.ts';
import { defaultDeadlines } from './engine/deadlines.ts';
import type { Deadlines } from './engine/deadlines.ts';
import { Engine } from './engine/engine.ts';
import { engineFailure } from './engine/engine-failure.ts';
import { EngineVersions } from './engine/engine-versions.ts';
import { engineSockets, findEngine } from './engine/find-engine.ts';
import { EngineError } from './engine/http.ts';
import { knownEndpoint } from './engine/known-endpoint.ts';
import { RecoveredCookie } from './container/recovered-cookie.ts';
import { findBoundVolumes } from './container/bound-volumes.ts';
import { resolveUser } from './container/host-user.ts';
import { checkPodmanMounts } from './container/podman-mounts.ts';
import { removeContainer, removeIfCreated } from './container/remove-container.ts';
import { checkRequirements } from './container/requirements.ts';
import { containerLabels, containerName } from './ownership/labels.ts';
import { createRunNetwork } from './network/run-network.ts';
import { ensureImage } from './image/ensure-image.ts';
import { SharedPulls } from './image/shared-pulls.ts';
import type { Limits } from './image/time-limits.ts';
import { findAbandoned } from './ownership/reap.ts';
import { takeOver } from './ownership/take-over.ts';

/** A driver for the Docker Engine, and for Podman through its Docker-compatible service. */
export function createDockerDriver(
  config: Partial<DriverConfig> = {},
  deadlines: Partial<Deadlines> = {},
): Driver {
  return new DockerDriver({ ...defaultDriverConfig, ...config }, { ...defaultDeadlines, ...deadlines });
}

class DockerDriver implements Driver {
  readonly #config: DriverConfig;
  readonly #limits: Limits;
  readonly #deadlines: Deadlines;
  readonly #pulls = new SharedPulls();
  readonly #versions = new EngineVersions();

  constructor(config: DriverConfig, deadlines: Deadlines) {
    this.#config = config;
    this.#limits = { total: config.pullTimeout, idle: config.pullIdleTimeout };
    this.#deadlines = deadlines;
  }

  async prepare(task: ContainerTask, signal: AbortSignal): Promise<Cookie> {
    signal.throwIfAborted();
    const engine = await this.#findEngine(signal);
    if (engine.isPodman) checkPodmanMounts(engine, task.volumes);
    await checkRequirements(engine, task, signal);
    const image = await this.#obtainImage(engine, task, signal);
    task.writeProgress({ phase: 'creating' });
    const cookie = await this.#create(engine, task, image, signal);
    if (!signal.aborted) return cookie;
    await cookie[Symbol.asyncDispose]();
    throw signal.reason;
  }

  async imageId(task: ContainerTask, signal: AbortSignal): Promise<string> {
    signal.throwIfAborted();
    const engine = await this.#findEngine(signal);
    await checkRequirements(engine, task, signal);
    return (await this.#obtainImage(engine, task, signal)).id;
  }

  async recover(handle: TaskHandle, signal: AbortSignal): Promise<Recovered | 'held' | 'gone'> {
    try {
      const engine = await Engine.connect(
        knownEndpoint(handle.engine, process.env),
        signal,
        this.#deadlines,
        this.#versions,
      );
      const taken = await takeOver(engine, handle, signal);
      if (typeof taken === 'string') return taken;
      const { name } = taken;
      return { resume: (task, from) => new RecoveredCookie(engine, { ...handle, name }, task, from) };
    } catch (error) {
      signal.throwIfAborted();
      throw engineFailure(error, l10n.t('take over a container'));
    }
  }

  async ping(signal: AbortSignal): Promise<void> {
    await this.#findEngine(signal);
  }

  async abandoned(signal: AbortSignal): Promise<readonly Abandoned[]> {
    return findAbandoned(await this.#findEngine(signal), signal);
  }

  async hostAccess(volumes: readonly string[], signal: AbortSignal): Promise<HostAccess> {
    const sockets = engineSockets(this.#config.docker, process.env);
    if (volumes.length === 0) return { sockets, boundVolumes: new Map() };
    return { sockets, boundVolumes: await findBoundVolumes(await this.#findEngine(signal), volumes, signal) };
  }

  async images(signal: AbortSignal): Promise<readonly LocalImage[]> {
    try {
      const images = await (await this.#findEngine(signal)).images.list(signal);
      return [...images].sort((one, other) => other.created - one.created);
    } catch (error) {
      signal.throwIfAborted();
      throw engineFailure(error, l10n.t('list its images'));
    }
  }

  async createNetwork(runId: string, label: string, signal: AbortSignal): Promise<Network> {
    signal.throwIfAborted();
    return createRunNetwork(await this.#findEngine(signal), runId, label, signal);
  }

  /** Anew for each task, so that an engine that was restarted, upgraded or switched meanwhile is met as it is. */
  #findEngine(signal: AbortSignal): Promise<Engine> {
    return findEngine(this.#config.docker, process.env, signal, this.#deadlines, this.#versions);
  }

  async #obtainImage(engine: Engine, task: ContainerTask, signal: AbortSignal): Promise<ObtainedImage> {
    if (task.build) {
      // Most tasks build nothing: what it needs is read when the first one does.
      const { build } = await import('./build/build.ts');
      const id = await build(engine, task, task.build, signal);
      return { name: id, id };
    }
    const id = await ensureImage(engine, task, this.#pulls, this.#limits, signal);
    return { name: task.image, id };
  }

  async #create(
    engine: Engine,
    task: ContainerTask,
    image: ObtainedImage,
    signal: AbortSignal,
  ): Promise<DockerCookie> {
    const context = {
      cpuShares: this.#config.cpuShares,
      user: await resolveUser(engine, task.user, signal),
      labels: containerLabels(task),
      logsLocally: !engine.isPodman && engine.speaks('1.39'),
    };
    const options = createOptions({ ...task, image: image.name }, context);
    const { id, warnings } = await create(engine, task, options, signal);
    try {
      if (task.copy) {
        const { copyIn } = await import('./copy/copy-in.ts');
        await copyIn(engine, id, task, task.copy, signal);
      }
      return new DockerCookie(engine, id, image.id, task, readWarnings(warnings, task));
    } catch (error) {
      await removeContainer(engine, id);
      throw error;
    }
  }
}

interface ObtainedImage {
  /** What its container is created from. */
  readonly name: string;
  /** What tells it from what had the name before. */
  readonly id: string;
}

async function create(
  engine: Engine,
  task: ContainerTask,
  options: ReturnType<typeof createOptions>,
  signal: AbortSignal,
): ReturnType<Engine['containers']['create']> {
  const name = containerName(task.id);
  try {
    return await engine.containers.create(name, task.platform, options);
  } catch (error) {
    // Without the engine's word there may be a container, or there may be one later. That it stays is less than why.
    if (!(error instanceof EngineError)) await removeIfCreated(engine, name).catch(() => undefined);
    signal.throwIfAborted();
    throw engineFailure(error, l10n.t('create the container'));
  }
}
