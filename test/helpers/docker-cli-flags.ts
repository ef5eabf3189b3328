import type { ContainerTask, Port, Ulimit, Volume } from '../../src/core/container-task.ts';

/** The same settings in both languages: the flags and arguments of `docker create`, and a task's. */
export interface Given {
  readonly flags: readonly string[];
  /** What follows the image. */
  readonly arguments: readonly string[];
  readonly settings: Partial<ContainerTask>;
  /** A setting of the driver. */
  readonly cpuShares?: number;
}

/** No setting at all. */
export const nothing: Given = { flags: [], arguments: [], settings: {} };

/** All of them; of two that are the same setting the later one counts in a task, so that there are none. */
export function together(all: readonly Given[]): Given {
  return {
    flags: all.flatMap(({ flags }) => flags),
    arguments: all.flatMap((each) => each.arguments),
    settings: Object.assign({}, ...all.map(({ settings }) => settings)) as Partial<ContainerTask>,
  };
}

export const command = (words: readonly string[]): Given => ({
  ...nothing,
  arguments: words,
  settings: { command: words },
});

/** @param program '' clears the image's */
export const entrypoint = (program: string): Given => ({
  ...nothing,
  flags: [`--entrypoint=${program}`],
  settings: { entrypoint: program === '' ? [] : [program] },
});

export const envVars = (variables: Readonly<Record<string, string>>): Given => ({
  ...nothing,
  flags: Object.entries(variables).map(([name, value]) => `--env=${name}=${value}`),
  settings: { envVars: variables },
});

export const user = (name: string): Given => given(['--user', name], { user: name });

export const workDir = (folder: string): Given => given(['--workdir', folder], { workDir: folder });

export const labels = (all: Readonly<Record<string, string>>): Given =>
  given(
    Object.entries(all).map(([name, value]) => `--label=${name}=${value}`),
    { labels: all },
  );

export const stopSignal = (signal: string): Given =>
  given(['--stop-signal', signal], { stop: { signal, grace: 0 } });

/** @param seconds how often, for how long, and how long it may take to start */
export const healthcheck = ({ line = '', seconds = 0, retries = 0 }): Given => {
  const ms = seconds * 1000;
  return given(
    [
      ...[`--health-cmd=${line}`, `--health-interval=${seconds}s`, `--health-timeout=${seconds}s`],
      ...[`--health-start-period=${seconds}s`, `--health-retries=${retries}`],
    ],
    {
      healthcheck: { test: ['CMD-SHELL', line], interval: ms, timeout: ms, startPeriod: ms, retries },
    },
  );
};

export const noHealthcheck: Given = given(['--no-healthcheck'], {
  healthcheck: { test: ['NONE'], interval: 0, timeout: 0, startPeriod: 0, retries: 0 },
});

export const input: Given = given(['--interactive'], { input: noInput() });

export const terminal: Given = given(['--tty'], { terminal: { columns: 80, rows: 24 } });

export const init = (there: boolean): Given => given([`--init=${String(there)}`], { init: there });

export const memory = (bytes: number): Given =>
  given(['--memory', String(bytes), '--memory-swap', String(bytes)], { memory: bytes });

export const cpus = (milliCpus: number): Given =>
  given(['--cpus', String(milliCpus / 1000)], { cpus: milliCpus });

export const pids = (count: number): Given => given(['--pids-limit', String(count)], { pids: count });

export const cpuShares = (weight: number): Given => ({
  ...given(['--cpu-shares', String(weight)], {}),
  cpuShares: weight,
});

export const shmSize = (bytes: number): Given => given(['--shm-size', String(bytes)], { shmSize: bytes });

export const ulimits = (all: readonly Ulimit[]): Given =>
  given(
    all.map(({ name, soft, hard }) => `--ulimit=${name}=${soft}:${hard}`),
    { ulimits: all },
  );

export const gpus = (count: number | 'all'): Given => given(['--gpus', String(count)], { gpus: count });

export const network = (name: string): Given => given(['--network', name], { network: name });

export const ports = (all: readonly Port[]): Given =>
  given(
    all.map(({ containerPort, protocol, hostPort, hostIp }) => {
      const address = hostIp.includes(':') ? `[${hostIp}]` : hostIp;
      const host = hostPort === 0 ? '' : String(hostPort);
      return `--publish=${address}${address === '' ? '' : ':'}${host}:${containerPort}/${protocol}`;
    }),
    { ports: all },
  );

export const extraHosts = (all: readonly string[]): Given =>
  given(
    all.map((each) => `--add-host=${each}`),
    { extraHosts: all },
  );

export const readonlyRoot: Given = given(['--read-only'], { readonlyRoot: true });

export const privileged: Given = given(['--privileged'], { privileged: true });

export const capAdd = (all: readonly string[]): Given =>
  given(
    all.map((each) => `--cap-add=${each}`),
    { capAdd: all },
  );

export const capDrop = (all: readonly string[]): Given =>
  given(
    all.map((each) => `--cap-drop=${each}`),
    { capDrop: all },
  );

export const securityOpt = (all: readonly string[]): Given =>
  given(
    all.map((each) => `--security-opt=${each}`),
    { securityOpt: all },
  );

export const volumes = (all: readonly Volume[]): Given =>
  given(
    all.map((each) => {
      if (each.type === 'tmpfs') return `--mount=type=tmpfs,target=${each.target}`;
      const { type, source, target, readonly } = each;
      return `--mount=type=${type},source=${source},target=${target},readonly=${String(readonly)}`;
    }),
    { volumes: all },
  );

function given(flags: readonly string[], settings: Partial<ContainerTask>): Given {
  return { ...nothing, flags, settings };
}

async function* noInput(): AsyncGenerator<Uint8Array> {
  yield* await Promise.resolve([]);
}
