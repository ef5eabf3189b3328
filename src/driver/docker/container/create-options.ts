import type Dockerode from 'dockerode';

import type { ContainerTask, Healthcheck, Port } from '../../../core/container-task.ts';
import { hostConfig } from './host-config.ts';

/** What the options need beside the task. */
interface CreateContext {
  /** Relative CPU weight; 0: the engine's default. */
  readonly cpuShares: number;
  /** The task's user with 'host' resolved; '' is the image's. */
  readonly user: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Whether the engine has the log driver `local`: Docker from 18.09 on. */
  readonly logsLocally: boolean;
}

/**
 * The body that creates a task's container
 * (https://docs.docker.com/reference/api/engine/version/v1.47/#tag/Container/operation/ContainerCreate). Its platform is
 * none of the body: it goes into the query.
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
    ...(task.ports.length > 0 && { ExposedPorts: exposedPorts(task.ports) }),
    ...streams(task),
    ...(task.healthcheck && { Healthcheck: healthConfig(task.healthcheck) }),
    ...(task.networkAliases.length > 0 && { NetworkingConfig: networking(task) }),
    HostConfig: {
      ...hostConfig(task, context.cpuShares),
      ...(context.logsLocally && { LogConfig: logConfig }),
    },
  };
}

/**
 * What is printed while a window reloads is read from the engine's log. The driver `local` keeps every byte, where
 * `json-file` replaces what is no UTF-8, and this one is capped, at twice the size; compressing it would cost processor time.
 */
const logConfig = { Type: 'local', Config: { 'max-size': '100m', 'max-file': '2', compress: 'false' } };

function streams({ input, terminal }: ContainerTask): Dockerode.ContainerCreateOptions {
  const open = input !== undefined;
  return {
    ...{ AttachStdin: open, OpenStdin: open, StdinOnce: open, AttachStdout: true, AttachStderr: true },
    ...(terminal && { Tty: true }),
  };
}

function exposedPorts(ports: readonly Port[]): Record<string, object> {
  return Object.fromEntries(ports.map(({ containerPort, protocol }) => [`${containerPort}/${protocol}`, {}]));
}

/** Times are in ns. */
function healthConfig({ test, retries, ...times }: Healthcheck): Dockerode.HealthConfig {
  return {
    Test: [...test],
    Interval: times.interval * 1e6,
    Timeout: times.timeout * 1e6,
    StartPeriod: times.startPeriod * 1e6,
    Retries: retries,
  };
}

function networking({
  network,
  networkAliases,
}: ContainerTask): Dockerode.ContainerCreateOptions['NetworkingConfig'] {
  return { EndpointsConfig: { [network]: { Aliases: [...networkAliases] } } };
}
