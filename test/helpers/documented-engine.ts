import { json } from './fake-engine.ts';
import type { Route } from './fake-engine.ts';

/**
 * Answers of an engine that speaks the newest version of the API which is documented: not recorded, as no such engine can be
 * had here, but made of the examples and the fields in https://github.com/moby/moby/blob/master/api/docs/v1.56.yaml.
 * Nothing is there that it no longer has, such as the "error" of a pull or the addresses in "NetworkSettings".
 */

/** `GET /version`; the minimum is that of Engine 29.0. Which one is the first to speak 1.56 is not said there. */
export const documentedVersion = {
  Platform: { Name: 'Docker Engine - Community' },
  Version: '29.x',
  ApiVersion: '1.56',
  MinAPIVersion: '1.44',
  Os: 'linux',
  Arch: 'amd64',
  Components: [{ Name: 'Engine', Version: '29.x', Details: { ApiVersion: '1.56', MinAPIVersion: '1.44' } }],
};

/** ContainerState. */
const state = {
  Status: 'exited',
  Running: false,
  Paused: false,
  Restarting: false,
  OOMKilled: false,
  Dead: false,
  Pid: 0,
  ExitCode: 3,
  Error: '',
  StartedAt: '2025-01-16T13:55:21.461876391Z',
  FinishedAt: '2025-01-16T13:55:22.461876391Z',
};

/** The answers about one container, with the id `abc`, that has run for a second. */
export const documentedRoutes: Readonly<Record<string, Route>> = {
  'GET /version': json(documentedVersion),
  'GET /images/busybox/json': json({ Id: 'sha256:ec3f', Os: 'linux', Architecture: 'amd64', Config: {} }),
  'POST /containers/create': json({ Id: 'abc', Warnings: [] }, 201),
  'POST /containers/abc/start': (response) => response.writeHead(204).end(),
  'POST /containers/abc/wait': (response) => {
    response.flushHeaders();
    setTimeout(() => response.end(JSON.stringify({ StatusCode: 3 })), 200);
  },
  'GET /containers/abc/stats': (response) => {
    for (const sample of [stats('21', 29_912_000, 5e9), stats('22', 279_912_000, 7e9)])
      response.write(`${JSON.stringify(sample)}\n`);
  },
  'GET /containers/abc/json': json({ Id: 'abc', State: state, NetworkSettings: { Networks: {}, Ports: {} } }),
  'DELETE /containers/abc': (response) => response.writeHead(204).end(),
};

/** The last line of a pull that fails: since API 1.48 its "error" is to go. */
export const documentedPullFailure: Route = (response) => {
  const errorDetail = { message: 'manifest for x/y:1 not found: manifest unknown: manifest unknown' };
  response.end(
    `${JSON.stringify({ status: 'Pulling from x/y', id: '1' })}\n${JSON.stringify({ errorDetail })}\n`,
  );
};

/** ContainerStatsResponse on cgroup v2. */
function stats(second: string, total: number, system: number): object {
  return {
    id: 'abc',
    name: 'boring_wozniak',
    os_type: 'linux',
    read: `2025-01-16T13:55:${second}.165243637Z`,
    cpu_stats: {
      cpu_usage: { total_usage: total, usage_in_kernelmode: total / 2, usage_in_usermode: total / 2 },
      system_cpu_usage: system,
      online_cpus: 2,
      throttling_data: { periods: 0, throttled_periods: 0, throttled_time: 0 },
    },
    memory_stats: { usage: 9_199_616, stats: { inactive_file: 2_510_848 }, limit: 8_217_579_520 },
    networks: { eth0: { rx_bytes: 5338, tx_bytes: 648 }, eth5: { rx_bytes: 4641, tx_bytes: 690 } },
    pids_stats: { current: 5 },
    blkio_stats: {
      io_service_bytes_recursive: [
        { major: 254, minor: 0, op: 'read', value: 7_593_984 },
        { major: 254, minor: 0, op: 'write', value: 100 },
      ],
      io_serviced_recursive: null,
    },
    num_procs: 0,
    storage_stats: {},
  };
}
