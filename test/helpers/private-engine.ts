import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { installPackages } from './apt.ts';
import { mountControlGroups, removeControlGroup } from './cgroups.ts';
import { startDetached } from './detached-service.ts';
import { askEngine, engineAnswers } from './engine-api.ts';
import { findProgram } from './find-program.ts';
import { ownedName, ownerlessNames } from './owner.ts';
import { cache } from './paths.ts';
import { kill, killByArgument } from './processes.ts';
import { readCommand } from './run-command.ts';

/** A Docker Engine of our own. Disposing it ends it and removes everything that it had. */
export interface PrivateEngine extends AsyncDisposable {
  /** As in the variable DOCKER_HOST. */
  readonly dockerHost: string;
  /** Where its data are, and its process id in the file `pid`. */
  readonly folder: string;
}

/** How an engine is set up. */
export interface PrivateEngineOptions {
  /** Arguments for dockerd beside those that keep it apart. */
  readonly flags?: readonly string[];
  /** Does something to the engine's folder before it starts. What it mounts there is unmounted in the end. */
  readonly prepare?: (folder: string) => Promise<void>;
}

const prefix = 'engine';

/** The longest path of a socket is 107 bytes; the engine's longest below its folder is /exec/containerd/containerd.sock.ttrpc. */
const longestFolder = 68;

/**
 * Starts a Docker Engine that shares nothing with another one on this machine, and removes what runs left that were
 * killed. Installs what it needs where it may.
 *
 * @throws Error that says why none can be started and what to do.
 */
export async function startPrivateEngine({
  flags = [],
  prepare,
}: PrivateEngineOptions = {}): Promise<PrivateEngine> {
  if (process.getuid?.() !== 0 || process.platform !== 'linux')
    throw new Error('No Docker Engine answers: start Docker, or set DOCKER_HOST to an engine that runs.');
  await installPackages(missingPackages(), 'for a Docker Engine of the tests’ own');
  for (const name of ownerlessNames(engines(), prefix)) await endEngine(path.join(engines(), name));
  await mountControlGroups();
  const folder = path.join(engines(), ownedName(prefix));
  fs.mkdirSync(folder, { recursive: true });
  try {
    await addBridge(nameOf(folder));
    await prepare?.(folder);
    await startDaemon(folder, flags);
  } catch (error) {
    await endEngine(folder);
    throw error;
  }
  return { dockerHost: dockerHostOf(folder), folder, [Symbol.asyncDispose]: () => endEngine(folder) };
}

function missingPackages(): readonly string[] {
  const programs = { dockerd: 'docker.io', ip: 'iproute2' };
  return Object.entries(programs).flatMap(([name, from]) => (findProgram(name) === undefined ? [from] : []));
}

function engines(): string {
  return path.join(cache, ownedName(prefix)).length <= longestFolder
    ? cache
    : path.join(os.tmpdir(), 'container-tasks');
}

function dockerHostOf(folder: string): string {
  return `unix://${folder}/docker.sock`;
}

/** Of the bridge and the control group: `ctasks` and the owner's process id, as an interface's name has at most 15 characters. */
function nameOf(folder: string): string {
  return `ctasks${path.basename(folder).split('-')[1] ?? ''}`;
}

/** A bridge of our own: with --bridge=none dockerd would delete docker0, the bridge of the machine's own engine. */
async function addBridge(name: string): Promise<void> {
  const taken = new Set(
    Object.values(os.networkInterfaces()).flatMap(
      (each) => each?.map(({ address }) => address.split('.')[2]) ?? [],
    ),
  );
  const free = Array.from({ length: 250 }, (_, i) => ((process.pid + i) % 250) + 1).find(
    (n) => !taken.has(String(n)),
  );
  const ip = findProgram('ip') ?? 'ip';
  await readCommand(ip, ['link', 'add', name, 'type', 'bridge']);
  await readCommand(ip, ['addr', 'add', `172.29.${free ?? 1}.1/24`, 'dev', name]);
  await readCommand(ip, ['link', 'set', name, 'up']);
}

/** Starts dockerd in the folder, again where it has ended, and waits until it answers. */
export async function startDaemon(folder: string, flags: readonly string[] = []): Promise<void> {
  fs.rmSync(path.join(folder, 'pid'), { force: true }); // That of one that was killed.
  await startDetached({
    name: 'dockerd',
    command: findProgram('dockerd') ?? 'dockerd',
    args: [...daemonArguments(folder), ...flags],
    advice: 'set DOCKER_HOST to an engine',
    folder,
    answers: () => engineAnswers(dockerHostOf(folder)),
  });
}

function daemonArguments(folder: string): readonly string[] {
  const emptyConfiguration = path.join(folder, 'daemon.json');
  fs.writeFileSync(emptyConfiguration, '{}');
  return [
    `--config-file=${emptyConfiguration}`,
    `--data-root=${folder}/data`,
    `--exec-root=${folder}/exec`,
    `--pidfile=${folder}/pid`,
    `--host=${dockerHostOf(folder)}`,
    `--bridge=${nameOf(folder)}`,
    ...['--exec-opt=native.cgroupdriver=cgroupfs', `--cgroup-parent=/${nameOf(folder)}`],
    ...['--iptables=false', '--ip6tables=false', '--ip-forward=false', '--ip-masq=false'],
    ...['--log-opt=max-size=10m', '--log-opt=max-file=3', '--shutdown-timeout=3'],
  ];
}

/** Ends the engine in the folder, whoever started it and whatever is left of it. */
async function endEngine(folder: string): Promise<void> {
  await removeContainersAndNetworks(dockerHostOf(folder)).catch((error: unknown) => {
    if (fs.existsSync(path.join(folder, 'pid')))
      console.error(`Not removed from the tests’ engine: ${String(error)}`);
  });
  await endDaemon(folder);
  killByArgument(`${folder}/exec`); // containerd and its shims outlive a dockerd that was killed
  await sleep(100);
  for (const mount of mountsBelow(folder)) await readCommand('umount', ['-l', mount]).catch(() => undefined);
  for (const bridge of [nameOf(folder), ...networkBridges(folder)])
    await readCommand(findProgram('ip') ?? 'ip', ['link', 'del', bridge]).catch(() => undefined);
  removeControlGroup(nameOf(folder));
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

/** Empties an engine of our own. Does nothing where it does not answer. */
export async function removeContainersAndNetworks(dockerHost: string): Promise<void> {
  if (!(await engineAnswers(dockerHost))) return;
  const containers = await askEngine(dockerHost, 'GET', '/containers/json?all=true');
  for (const id of idsOf(containers))
    await askEngine(dockerHost, 'DELETE', `/containers/${id}?force=true&v=true`);
  await askEngine(dockerHost, 'POST', '/networks/prune');
}

/** The bridges of the networks that the engine still knows: what a killed one leaves. */
function networkBridges(folder: string): readonly string[] {
  const database = path.join(folder, 'data/network/files/local-kv.db');
  if (!fs.existsSync(database)) return [];
  return [...new Set(fs.readFileSync(database, 'latin1').match(/br-[0-9a-f]{12}/g))];
}

function idsOf(list: unknown): readonly string[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((each: { readonly Id?: unknown }) => (typeof each.Id === 'string' ? [each.Id] : []));
}

async function endDaemon(folder: string): Promise<void> {
  const isRunning = (pid: number): boolean => {
    const file = `/proc/${pid}/cmdline`;
    return fs.existsSync(file) && fs.readFileSync(file, 'utf8').includes(`--pidfile=${folder}/pid`);
  };
  const pidFile = path.join(folder, 'pid');
  if (!fs.existsSync(pidFile)) return;
  const pid = Number(fs.readFileSync(pidFile, 'utf8'));
  if (!isRunning(pid)) return;
  kill([pid], 'SIGTERM');
  for (let i = 0; i < 150 && isRunning(pid); i++) await sleep(100);
}

/** The deepest first. */
function mountsBelow(folder: string): readonly string[] {
  const mounts = fs
    .readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '');
  return mounts
    .filter((each) => each.startsWith(`${folder}/`))
    .sort()
    .reverse();
}
