import { describe, expect, test } from 'vitest';
import { toStat } from '../../../../src/driver/docker/container/to-stat.ts';
import type { EngineStats } from '../../../../src/driver/docker/container/to-stat.ts';
import vectors from '../../../vectors/docker-cli.json' with { type: 'json' };

const read = '2026-01-01T00:00:02Z';
const before = '2026-01-01T00:00:01Z';

describe('two samples of a busy loop, recorded from Docker Engine 20.10 with cgroup v1 on 2 CPUs', () => {
  const first: EngineStats = {
    read: '2026-11-24T00:33:05.920325745Z',
    num_procs: 0,
    pids_stats: { current: 1 },
    blkio_stats: { io_service_bytes_recursive: [] },
    storage_stats: {},
    cpu_stats: {
      cpu_usage: {
        total_usage: 954944152,
        percpu_usage: [734763419, 220180733],
        usage_in_kernelmode: 10000000,
        usage_in_usermode: 940000000,
      },
      system_cpu_usage: 4660680000000,
      online_cpus: 2,
    },
    memory_stats: {
      usage: 532480,
      stats: { inactive_file: 0, total_inactive_file: 0, total_rss: 57344 },
      limit: 25276510208,
    },
    networks: { eth0: { rx_bytes: 486, tx_bytes: 0 } },
  };
  const second: EngineStats = {
    ...first,
    read: '2026-11-24T00:33:06.924696746Z',
    cpu_stats: {
      cpu_usage: {
        total_usage: 1929297503,
        percpu_usage: [1709116770, 220180733],
        usage_in_kernelmode: 10000000,
        usage_in_usermode: 1910000000,
      },
      system_cpu_usage: 4662680000000,
      online_cpus: 2,
    },
  };
  const others = {
    mem_usage: 532480,
    mem_limit: 25276510208,
    net_rx: 486,
    net_tx: 0,
    disk_read: 0,
    disk_write: 0,
    pids: 1,
  };

  test('give no CPU figures at first', () => {
    expect(toStat(first, undefined)).toEqual({
      timestamp: Date.UTC(2026, 10, 24, 0, 33, 5, 920),
      metrics: others,
    });
  });

  test('give the CPU between the two, in percent of one core', () => {
    expect(toStat(second, first)?.metrics).toEqual({
      ...others,
      cpu_total: 97,
      cpu_user: 97,
      cpu_kernel: 0,
    });
  });
});

test.each([undefined, '', '0001-01-01T00:00:00Z', 'today'])('has no sample at %s', (time) => {
  expect(toStat({ ...(time !== undefined && { read: time }), memory_stats: { usage: 1 } }, undefined)).toBe(
    undefined,
  );
});

describe('the CPU', () => {
  const at = (total: number, system: number, more: object = {}): EngineStats => ({
    read,
    cpu_stats: {
      cpu_usage: { total_usage: total, usage_in_usermode: total / 4, usage_in_kernelmode: total / 2 },
      system_cpu_usage: system,
      ...more,
    },
  });

  test.each([
    ['cgroup v2, which has no figures for each CPU', at(3e9, 8e9, { online_cpus: 4 }), 300],
    [
      'an engine that does not count the CPUs online',
      at(3e9, 8e9, { cpu_usage: { total_usage: 3e9, percpu_usage: [1, 2] } }),
      150,
    ],
    ['neither of both', at(3e9, 8e9), 75],
  ])('is counted with %s', (_, sample, percent) => {
    expect(toStat(sample, at(1e9, 4e9 + (8e9 - 4e9) / 3))?.metrics['cpu_total']).toBe(percent);
  });

  test('is split into user and kernel', () => {
    expect(toStat(at(4e9, 4e9, { online_cpus: 1 }), at(0, 0))?.metrics).toMatchObject({
      cpu_total: 100,
      cpu_user: 25,
      cpu_kernel: 50,
    });
  });

  test('is absent where no time has passed', () => {
    expect(toStat(at(2, 5), at(1, 5))?.metrics).not.toHaveProperty('cpu_total');
  });

  test('is not negative where a counter was set back', () => {
    expect(toStat(at(1, 9), at(5, 5))?.metrics['cpu_total']).toBe(0);
  });

  test('of Podman is of the time that passed, as its system’s time leaves out what is idle', () => {
    // The fields are recorded from Podman 4.3; the figures are a busy loop's on 2 CPUs, the other of which is idle.
    const podman = (time: string, total: number, system: number): EngineStats => ({
      read: time,
      cpu_stats: {
        cpu_usage: { total_usage: total, usage_in_usermode: total, usage_in_kernelmode: 0 },
        system_cpu_usage: system,
        online_cpus: 2,
        cpu: 65.95607986857753,
      },
    });
    const [first, second] = [
      podman('2026-11-25T17:04:15.933077685Z', 37254758, 1978254215101),
      podman('2026-11-25T17:04:20.936421378Z', 4990598451, 1983407558794),
    ];
    expect(toStat(second, first)?.metrics['cpu_total']).toBe(99);
  });

  test('on Windows is of the time that passed, in units of 100 ns, and the memory is the private working set', () => {
    const windows = (total: number, time: string): EngineStats => ({
      read: time,
      num_procs: 4,
      cpu_stats: { cpu_usage: { total_usage: total, usage_in_usermode: total, usage_in_kernelmode: 0 } },
      memory_stats: { privateworkingset: 4096 },
      storage_stats: { read_size_bytes: 7, write_size_bytes: 9 },
      networks: { nat: { rx_bytes: 1, tx_bytes: 2 } },
    });
    expect(toStat(windows(7_500_000, read), windows(0, before))?.metrics).toEqual({
      cpu_total: 75,
      cpu_user: 75,
      cpu_kernel: 0,
      mem_usage: 4096,
      net_rx: 1,
      net_tx: 2,
      disk_read: 7,
      disk_write: 9,
    });
  });
});

describe('the memory', () => {
  test.each(vectors.memory_usage_without_cache)('leaves out the page cache: $usage', (row) => {
    const stats = {
      ...(row.total_inactive_file !== undefined && { total_inactive_file: row.total_inactive_file }),
      ...(row.inactive_file !== undefined && { inactive_file: row.inactive_file }),
    };
    const stat = toStat({ read, memory_stats: { usage: row.usage, limit: 1000, stats } }, undefined);
    expect(stat?.metrics).toMatchObject({ mem_usage: row.expect, mem_limit: 1000 });
  });

  test('counts whole where Podman tells of no cache', () => {
    expect(toStat({ read, memory_stats: { usage: 5, limit: 9 } }, undefined)?.metrics).toMatchObject({
      mem_usage: 5,
      mem_limit: 9,
    });
  });

  test('is absent where the engine does not know it', () => {
    expect(toStat({ read, memory_stats: {} }, undefined)?.metrics).toEqual({
      net_rx: 0,
      net_tx: 0,
      disk_read: 0,
      disk_write: 0,
    });
  });
});

test('adds up the network over its interfaces', () => {
  const networks = { eth0: { rx_bytes: 1, tx_bytes: 10 }, eth1: { rx_bytes: 2 }, lo: {} };
  expect(toStat({ read, networks }, undefined)?.metrics).toMatchObject({ net_rx: 3, net_tx: 10 });
});

test('adds up the disk as the Docker CLI does', () => {
  const { entries, read: disk_read, write: disk_write } = vectors.block_io;
  const io_service_bytes_recursive = entries.map(([op, value]) => ({ op: String(op), value: Number(value) }));
  const stat = toStat({ read, blkio_stats: { io_service_bytes_recursive } }, undefined);
  expect(stat?.metrics).toMatchObject({ disk_read, disk_write });
});

test('takes a null for a list that is empty', () => {
  const stat = toStat({ read, blkio_stats: { io_service_bytes_recursive: null } }, undefined);
  expect(stat?.metrics).toMatchObject({ disk_read: 0, disk_write: 0 });
});
