import type Dockerode from 'dockerode';

import type { ContainerTask, Port, Volume } from '../../../core/container-task.ts';

/** What a container gets of its host: the `HostConfig` of the body that creates it. What is not asked for is not in it. */
export function hostConfig(task: ContainerTask, cpuShares: number): Dockerode.HostConfig {
  return {
    ...limits(task, cpuShares),
    ...devices(task),
    ...network(task),
    ...security(task),
    Init: task.init,
    ...(task.terminal && { ConsoleSize: [task.terminal.rows, task.terminal.columns] }),
    Mounts: task.volumes.map(mount),
  };
}

/** Swap is what memory and swap may take together: the same figure means no swap, so that the limit is the limit. */
function limits(task: ContainerTask, cpuShares: number): Dockerode.HostConfig {
  const { memory, cpus, pids, shmSize, ulimits } = task;
  return {
    ...(memory > 0 && { Memory: memory, MemorySwap: memory }),
    ...(cpus > 0 && { NanoCpus: cpus * 1e6 }),
    ...(pids > 0 && { PidsLimit: pids }),
    ...(cpuShares > 0 && { CpuShares: cpuShares }),
    ...(shmSize > 0 && { ShmSize: shmSize }),
    ...(ulimits.length > 0 && {
      Ulimits: ulimits.map(({ name, soft, hard }) => ({ Name: name, Soft: soft, Hard: hard })),
    }),
  };
}

/** As `docker run --gpus` asks for them: of whichever driver has the capability, and a count of -1 is all. */
function devices({ gpus }: ContainerTask): Dockerode.HostConfig {
  if (gpus === 0) return {};
  return { DeviceRequests: [{ Driver: '', Count: gpus === 'all' ? -1 : gpus, Capabilities: [['gpu']] }] };
}

function network(task: ContainerTask): Dockerode.HostConfig {
  return {
    ...(task.network !== '' && { NetworkMode: task.network }),
    ...(task.ports.length > 0 && { PortBindings: portBindings(task.ports) }),
    ...(task.extraHosts.length > 0 && { ExtraHosts: [...task.extraHosts] }),
  };
}

function portBindings(ports: readonly Port[]): Record<string, object[]> {
  const bindings: Record<string, object[]> = {};
  for (const { containerPort, protocol, hostIp, hostPort } of ports) {
    const binding = { HostIp: hostIp, HostPort: hostPort === 0 ? '' : String(hostPort) };
    (bindings[`${containerPort}/${protocol}`] ??= []).push(binding);
  }
  return bindings;
}

function security(task: ContainerTask): Dockerode.HostConfig {
  return {
    ...(task.readonlyRoot && { ReadonlyRootfs: true }),
    ...(task.privileged && { Privileged: true }),
    ...(task.capAdd.length > 0 && { CapAdd: [...task.capAdd] }),
    ...(task.capDrop.length > 0 && { CapDrop: [...task.capDrop] }),
    ...securityOptions(task.securityOpt),
  };
}

/** `systempaths=unconfined` is the Docker CLI's own: no path of the system is hidden or read-only. */
function securityOptions(options: readonly string[]): Dockerode.HostConfig {
  const forEngine = options.filter((option) => option !== 'systempaths=unconfined');
  return {
    ...(forEngine.length > 0 && { SecurityOpt: forEngine }),
    ...(forEngine.length < options.length && { MaskedPaths: [], ReadonlyPaths: [] }),
  };
}

/** `Mounts` and not `Binds`: those create a missing source on the host, and break on a colon. */
function mount(volume: Volume): Dockerode.MountSettings {
  if (volume.type === 'tmpfs') return { Type: 'tmpfs', Target: volume.target, Source: '' };
  const { type, source, target, readonly } = volume;
  return { Type: type, Source: source, Target: target, ReadOnly: readonly };
}
