import type Dockerode from 'dockerode';

import type { ContainerTask, Volume } from '../../../core/container-task.ts';

/** What the options need beside the task. */
interface CreateContext {
  readonly cpuShares: number;
  /** The task's user with 'host' resolved; '' is the image's. */
  readonly user: string;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * The body that creates a task's container
 * (https://docs.docker.com/reference/api/engine/version/v1.47/#tag/Container/operation/ContainerCreate).
 */
export function createOptions(task: ContainerTask, context: CreateContext): Dockerode.ContainerCreateOptions {
  return {
    Image: task.image,
    ...(task.command.length > 0 && { Cmd: [...task.command] }),
    // An empty entrypoint must be sent as [""]: engines read [] as "the image's".
    ...(task.entrypoint && { Entrypoint: task.entrypoint.length > 0 ? [...task.entrypoint] : [''] }),
    Env: Object.entries(task.envVars).map(([name, value]) => `${name}=${value}`),
    User: context.user,
    WorkingDir: task.workDir,
    Labels: context.labels,
    ...(task.stop.signal !== '' && { StopSignal: task.stop.signal }),
    ...streams(task),
    HostConfig: {
      ...limits(task, context),
      Init: task.init,
      ...(task.terminal && { ConsoleSize: [task.terminal.rows, task.terminal.columns] }),
      Mounts: task.volumes.map(mount),
    },
  };
}

function streams({ input, terminal }: ContainerTask): Dockerode.ContainerCreateOptions {
  const open = input !== undefined;
  return {
    ...{ AttachStdin: open, OpenStdin: open, StdinOnce: open, AttachStdout: true, AttachStderr: true },
    ...(terminal && { Tty: true }),
  };
}

/** Swap is what memory and swap may take together: the same figure means no swap, so that the limit is the limit. */
function limits(task: ContainerTask, { cpuShares }: CreateContext): Dockerode.HostConfig {
  return {
    ...(task.memory > 0 && { Memory: task.memory, MemorySwap: task.memory }),
    ...(task.cpus > 0 && { NanoCpus: task.cpus * 1e6 }),
    ...(task.pids > 0 && { PidsLimit: task.pids }),
    ...(cpuShares > 0 && { CpuShares: cpuShares }),
  };
}

/** `Mounts` and not `Binds`: those create a missing source on the host, and break on a colon. */
function mount(volume: Volume): Dockerode.MountSettings {
  if (volume.type === 'tmpfs') return { Type: 'tmpfs', Target: volume.target, Source: '' };
  const { type, source, target, readonly } = volume;
  return { Type: type, Source: source, Target: target, ReadOnly: readonly };
}
