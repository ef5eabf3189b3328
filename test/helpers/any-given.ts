import fc from 'fast-check';
import type { Volume } from '../../src/core/container-task.ts';
import * as given from './docker-cli-flags.ts';
import type { Given } from './docker-cli-flags.ts';

/**
 * Any settings of a container together that an engine takes, whatever machine it runs on.
 *
 * @param network a network that it has
 * @param volumes what may be mounted
 */
export function anyGiven(network: string, volumes: readonly Volume[]): fc.Arbitrary<Given> {
  return fc
    .record(
      {
        command: fc.array(fc.string(), { minLength: 1, maxLength: 3 }).filter(noNul).map(given.command),
        entrypoint: fc.constantFrom('', 'sh', '/bin/echo').map(given.entrypoint),
        envVars: fc
          .dictionary(fc.stringMatching(/^[A-Z_]{1,8}$/), fc.string(), { maxKeys: 3 })
          .filter((variables) => noNul(Object.values(variables)))
          .map(given.envVars),
        user: fc.constantFrom('0', 'app', '1000:1000').map(given.user),
        workDir: fc.constantFrom('/', '/a b', '/tmp').map(given.workDir),
        stopSignal: fc.constantFrom('SIGINT', 'TERM', '3').map(given.stopSignal),
        streams: fc.constantFrom(given.nothing, given.input, given.terminal),
        init: fc.boolean().map(given.init),
        memory: fc.integer({ min: 6 * 2 ** 20, max: 2 ** 40 }).map(given.memory),
        cpus: fc.integer({ min: 10, max: 1000 }).map(given.cpus),
        pids: fc.integer({ min: 1, max: 2 ** 31 - 1 }).map(given.pids),
        shmSize: fc.integer({ min: 1, max: 2 ** 40 }).map(given.shmSize),
        ulimits: fc
          .uniqueArray(
            fc.record({
              name: fc.constantFrom('nofile', 'nproc', 'core', 'stack'),
              soft: fc.integer({ min: 0, max: 100 }),
              hard: fc.integer({ min: 100, max: 2 ** 40 }),
            }),
            { selector: ({ name }) => name },
          )
          .map(given.ulimits),
        gpus: fc.constantFrom('all' as const, 1, 7).map(given.gpus),
        network: fc.oneof(
          fc.constantFrom('none', network).map(given.network),
          fc
            .array(
              fc.record({
                containerPort: fc.integer({ min: 1, max: 65_535 }),
                protocol: fc.constantFrom('tcp' as const, 'udp' as const),
                hostPort: fc.integer({ min: 0, max: 65_535 }),
                hostIp: fc.constantFrom('', '127.0.0.1', '::1'),
              }),
              { maxLength: 4 },
            )
            .map(given.ports),
        ),
        extraHosts: fc
          .array(fc.tuple(fc.stringMatching(/^[a-z]{1,9}$/), fc.ipV4()), { maxLength: 3 })
          .map((hosts) => given.extraHosts(hosts.map((host) => host.join(':')))),
        readonlyRoot: fc.constant(given.readonlyRoot),
        capAdd: fc.subarray(['NET_ADMIN', 'SYS_PTRACE', 'IPC_LOCK']).map(given.capAdd),
        capDrop: fc.subarray(['NET_RAW', 'CHOWN', 'MKNOD']).map(given.capDrop),
        securityOpt: fc.subarray(['no-new-privileges', 'systempaths=unconfined']).map(given.securityOpt),
        volumes: fc.subarray([...volumes]).map(given.volumes),
      },
      { requiredKeys: ['command'] },
    )
    .map((settings) => given.together(Object.values(settings)));
}

function noNul(texts: readonly string[]): boolean {
  return !texts.some((text) => text.includes('\0'));
}
