import type { Stat } from '../../../core/stats.ts';

/** What we read of one sample of the engine's statistics; engines leave out what they do not know. */
export interface EngineStats {
  /** RFC 3339; the year 1 when there is no sample. */
  readonly read?: string;
  readonly num_procs?: number;
  readonly pids_stats?: { readonly current?: number };
  readonly cpu_stats?: CpuStats;
  readonly memory_stats?: {
    readonly usage?: number;
    readonly limit?: number;
    readonly privateworkingset?: number;
    readonly stats?: Readonly<Record<string, number>>;
  };
  readonly networks?: Readonly<Record<string, { readonly rx_bytes?: number; readonly tx_bytes?: number }>>;
  readonly blkio_stats?: { readonly io_service_bytes_recursive?: readonly BlockIo[] | null };
  readonly storage_stats?: { readonly read_size_bytes?: number; readonly write_size_bytes?: number };
}

interface CpuStats {
  readonly cpu_usage?: {
    readonly total_usage?: number;
    readonly usage_in_usermode?: number;
    readonly usage_in_kernelmode?: number;
    readonly percpu_usage?: readonly number[] | null;
  };
  readonly system_cpu_usage?: number;
  readonly online_cpus?: number;
  /** Percent, over times that differ; Podman alone has it. */
  readonly cpu?: number;
}

interface BlockIo {
  readonly op?: string;
  readonly value?: number;
}

/**
 * One sample as a {@link Stat} with the Fn Project's metric names, and `pids`; undefined where the engine has no sample. CPU figures
 * are over the time since `previous`, the sample before it, and absent without one.
 *
 * The formulas are the Docker CLI's (cli/command/container/stats_helpers.go).
 */
export function toStat(sample: EngineStats, previous: EngineStats | undefined): Stat | undefined {
  const timestamp = Date.parse(sample.read ?? '');
  if (!(timestamp > 0)) return undefined;
  return {
    timestamp,
    metrics: {
      ...cpu(sample, previous),
      ...memory(sample),
      ...network(sample),
      ...disk(sample),
      ...processes(sample),
    },
  };
}

type Metrics = Readonly<Record<string, number>>;

/** Whole percent of one core. */
function cpu(sample: EngineStats, previous: EngineStats | undefined): Metrics {
  const window = previous && cpuWindow(sample, previous);
  if (!window) return {};
  const now = sample.cpu_stats?.cpu_usage;
  const before = previous.cpu_stats?.cpu_usage;
  const percent = (field: 'total_usage' | 'usage_in_usermode' | 'usage_in_kernelmode'): number =>
    Math.max(0, Math.round((100 * ((now?.[field] ?? 0) - (before?.[field] ?? 0))) / window));
  return {
    cpu_total: percent('total_usage'),
    cpu_user: percent('usage_in_usermode'),
    cpu_kernel: percent('usage_in_kernelmode'),
  };
}

/**
 * What one fully used core adds to the counters between two samples: the system's time over its CPUs in ns. Windows has
 * no such figure, and Podman's leaves out the time when the CPUs were idle: there it is the time that passed, for Windows
 * in units of 100 ns. Undefined where no time has passed.
 */
function cpuWindow(sample: EngineStats, previous: EngineStats): number | undefined {
  const elapsed = Date.parse(sample.read ?? '') - Date.parse(previous.read ?? '');
  const now = sample.cpu_stats?.system_cpu_usage;
  const before = previous.cpu_stats?.system_cpu_usage;
  let window = 0;
  if (isPodman(sample)) window = elapsed * 1e6;
  else if (now !== undefined && before !== undefined) window = (now - before) / cpuCount(sample);
  else if (isWindows(sample)) window = elapsed * 1e4;
  return window > 0 ? window : undefined;
}

function isPodman({ cpu_stats }: EngineStats): boolean {
  return cpu_stats?.cpu !== undefined;
}

function cpuCount({ cpu_stats }: EngineStats): number {
  return cpu_stats?.online_cpus || cpu_stats?.cpu_usage?.percpu_usage?.length || 1;
}

function isWindows({ num_procs }: EngineStats): boolean {
  return num_procs !== undefined && num_procs > 0;
}

/** Bytes. The page cache that the kernel could drop does not count: total_inactive_file on cgroup v1, inactive_file on v2. */
function memory({ memory_stats }: EngineStats): Metrics {
  if (memory_stats?.privateworkingset !== undefined) return { mem_usage: memory_stats.privateworkingset };
  if (memory_stats?.usage === undefined) return {};
  const cache = memory_stats.stats?.['total_inactive_file'] ?? memory_stats.stats?.['inactive_file'] ?? 0;
  const usage = cache < memory_stats.usage ? memory_stats.usage - cache : memory_stats.usage;
  return { mem_usage: usage, mem_limit: memory_stats.limit ?? 0 };
}

/** Bytes since the start, over all interfaces. */
function network({ networks }: EngineStats): Metrics {
  const interfaces = Object.values(networks ?? {});
  return {
    net_rx: total(interfaces.map(({ rx_bytes }) => rx_bytes)),
    net_tx: total(interfaces.map(({ tx_bytes }) => tx_bytes)),
  };
}

/** Bytes since the start, over all devices. */
function disk({ blkio_stats, storage_stats }: EngineStats): Metrics {
  const entries = blkio_stats?.io_service_bytes_recursive ?? [];
  const of = (operation: string): number =>
    total(entries.map(({ op, value }) => (op?.toLowerCase() === operation ? value : 0)));
  return {
    disk_read: storage_stats?.read_size_bytes ?? of('read'),
    disk_write: storage_stats?.write_size_bytes ?? of('write'),
  };
}

/** Processes and threads; Windows has no such figure. */
function processes({ pids_stats }: EngineStats): Metrics {
  return pids_stats?.current === undefined ? {} : { pids: pids_stats.current };
}

function total(values: readonly (number | undefined)[]): number {
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}
