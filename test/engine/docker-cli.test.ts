import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { parseEnvFile } from '../../src/core/tasks-file/env-file.ts';
import { parsePort } from '../../src/core/tasks-file/formats/port.ts';
import { parseSize } from '../../src/core/tasks-file/formats/size.ts';
import { anyGiven } from '../helpers/any-given.ts';
import { comparable } from '../helpers/comparable-container.ts';
import { runDockerCli } from '../helpers/docker-cli.ts';
import * as given from '../helpers/docker-cli-flags.ts';
import type { Given } from '../helpers/docker-cli-flags.ts';
import { askEngine, callEngine } from '../helpers/engine-api.ts';
import { dockerHost, inspectContainer, uniqueName } from '../helpers/engine-context.ts';
import { image, inspectPrepared, leftBehind } from '../helpers/task.ts';
import vectors from '../vectors/docker-cli.json' with { type: 'json' };

/** The same settings, given to `docker create` and to the driver, make the same container. What may differ says comparable-container.ts. */

const network = uniqueName();
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'container-tasks-cli-'));

beforeAll(async () => {
  await askEngine(dockerHost, 'POST', '/networks/create', { body: { Name: network } });
});

afterEach(async () => {
  expect(await leftBehind()).toEqual([]);
});

afterAll(async () => {
  await askEngine(dockerHost, 'DELETE', `/networks/${network}`);
  await callEngine(dockerHost, 'DELETE', `/volumes/${volume.source}`);
  fs.rmSync(folder, { recursive: true });
});

const port = { containerPort: 80, protocol: 'tcp', hostPort: 0, hostIp: '' } as const;
const bind = { type: 'bind', source: folder, target: '/b', readonly: true } as const;
const volume = { type: 'volume', source: uniqueName(), target: '/v', readonly: false } as const;

test.each<[string, Given]>([
  ['nothing', given.nothing],
  ['a command', given.command(['echo', 'a b', '', '$X'])],
  ['an entrypoint', given.entrypoint('echo')],
  ['a cleared entrypoint', given.together([given.entrypoint(''), given.command(['echo'])])],
  ['variables', given.envVars({ A: '1', EMPTY: '', B: '"x=y" $HOME' })],
  ['a user', given.user('1000:1000')],
  ['a folder', given.workDir('/made/for/it')],
  ['labels', given.labels({ 'a.b': 'c d', e: '' })],
  ['a stop signal', given.stopSignal('SIGINT')],
  ['a health check', given.healthcheck({ line: 'test -e "a b"', seconds: 1.5, retries: 4 })],
  ['no health check', given.noHealthcheck],
  ['input', given.input],
  ['a terminal', given.terminal],
  ['an init', given.init(true)],
  ['no init', given.init(false)],
  ['memory', given.memory(64 * 2 ** 20)],
  ['CPUs', given.cpus(750)],
  ['processes', given.pids(20)],
  ['weight', given.cpuShares(512)],
  ['shared memory', given.shmSize(2 ** 20)],
  [
    'limits of processes',
    given.ulimits([
      { name: 'nofile', soft: 100, hard: 200 },
      { name: 'core', soft: -1, hard: -1 },
    ]),
  ],
  ['every GPU', given.gpus('all')],
  ['two GPUs', given.gpus(2)],
  ['no network', given.network('none')],
  ['the network of the machine', given.network('host')],
  ['a network', given.network(network)],
  [
    'ports',
    given.ports([
      port,
      { ...port, hostPort: 8080, hostIp: '127.0.0.1' },
      { ...port, protocol: 'udp', hostPort: 53 },
    ]),
  ],
  ['hosts', given.extraHosts(['db:10.1.2.3', 'six:2001:db8::1', 'engine:host-gateway'])],
  ['a root that is read-only', given.readonlyRoot],
  ['every privilege', given.privileged],
  ['more capabilities', given.capAdd(['NET_ADMIN', 'sys_time'])],
  ['fewer capabilities', given.capDrop(['CAP_CHOWN', 'ALL'])],
  ['security options', given.securityOpt(['no-new-privileges', 'seccomp=unconfined'])],
  ['the system’s paths', given.securityOpt(['systempaths=unconfined'])],
  ['mounts', given.volumes([bind, volume, { type: 'tmpfs', target: '/t' }])],
])('makes the same container as the Docker CLI for %s', async (_, each) => {
  await expectTheSame(each);
});

test('makes the same container for any settings together', async () => {
  await fc.assert(fc.asyncProperty(anyGiven(network, [bind, volume]), expectTheSame), { numRuns: 20 });
});

test.each(['80', '80/udp', '8080:80', '127.0.0.1:8080:80/tcp', '127.0.0.1::80', '[::1]:8080:80'])(
  'reads the port %s as the Docker CLI does',
  async (text) => {
    const parsed = parsePort(text);
    if ('problem' in parsed) throw new Error(parsed.problem);
    await expectTheSame({ ...given.ports([parsed.value]), flags: ['--publish', text] });
  },
);

test.each(['8m', '8MB', '1.5g', '64MiB', '10000000'])(
  'reads the size %s as the Docker CLI does',
  async (text) => {
    const parsed = parseSize(text);
    if ('problem' in parsed) throw new Error(parsed.problem);
    await expectTheSame({ ...given.shmSize(parsed.value), flags: ['--shm-size', text] });
  },
);

describe('an env file gives the same variables', () => {
  const env = { FROM_ENVIRONMENT: 'yes' };

  test.each(vectors.env_file)('with the line $line', async ({ line }) => {
    await expectTheSameFile(line, env);
  });

  test('whatever its lines are', async () => {
    const piece = fc.constantFrom(
      'A',
      'B_1',
      '=',
      ' ',
      '#',
      '"',
      "'",
      '$A',
      '\t',
      'FROM_ENVIRONMENT',
      'ü',
      '\r',
    );
    const line = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
    const file = fc.array(line, { maxLength: 5 }).map((lines) => lines.join('\n'));
    await fc.assert(
      fc.asyncProperty(file, (text) => expectTheSameFile(text, env)),
      { numRuns: 20 },
    );
  });
});

async function expectTheSame({ flags, arguments: words, settings, cpuShares = 0 }: Given): Promise<void> {
  const ours = await inspectPrepared({ command: [], init: false, ...settings }, { cpuShares });
  const init = settings.init === undefined ? ['--init=false'] : [];
  const theirs = await inspectTheirs([...init, ...flags], words);
  expect(comparable(ours)).toEqual(comparable(theirs));
}

/** Both refuse the file, or both make the same of it. */
async function expectTheSameFile(text: string, env: Readonly<Record<string, string>>): Promise<void> {
  const file = path.join(folder, 'env');
  fs.writeFileSync(file, text);
  const parsed = parseEnvFile(text, (name) => env[name] ?? process.env[name]);
  const theirs = await inspectTheirs(['--env-file', file], [], env).catch((error: unknown) => error);
  if ('message' in parsed) expect(theirs).toBeInstanceOf(Error);
  else {
    const ours = await inspectPrepared({ command: [], envVars: parsed.env });
    expect(theirs).not.toBeInstanceOf(Error);
    expect(comparable(ours).environment).toEqual(
      comparable(theirs as Awaited<ReturnType<typeof inspectTheirs>>).environment,
    );
  }
}

async function inspectTheirs(
  flags: readonly string[],
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ReturnType<typeof inspectContainer> {
  const id = await runDockerCli(['create', ...flags, image, ...words], env);
  try {
    return await inspectContainer(id);
  } finally {
    await askEngine(dockerHost, 'DELETE', `/containers/${id}`);
  }
}
