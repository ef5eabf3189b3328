import fs from 'node:fs';
import path from 'node:path';
import { installPackages } from './apt.ts';
import { mountControlGroups, removeControlGroup } from './cgroups.ts';
import { startDetached } from './detached-service.ts';
import { engineAnswers } from './engine-api.ts';
import type { Engine } from './engine.ts';
import { eventually } from './eventually.ts';
import { findProgram } from './find-program.ts';
import { ownedName, ownerlessNames } from './owner.ts';
import { cache } from './paths.ts';
import { removeContainersAndNetworks } from './private-engine.ts';
import { killByArgument } from './processes.ts';
import { readCommand } from './run-command.ts';

const prefix = 'podman';

/** Installs what {@link startPodman} needs. */
export async function installPodman(): Promise<void> {
  const programs = {
    ...{ podman: 'podman', runc: 'runc', catatonit: 'catatonit', ip: 'iproute2' },
    dnsmasq: 'dnsmasq-base',
  };
  const missing = Object.entries(programs).flatMap(([name, from]) => (findProgram(name) ? [] : [from]));
  if (!fs.existsSync('/usr/lib/cni/bridge')) missing.push('containernetworking-plugins');
  if (!fs.existsSync('/usr/lib/cni/dnsname'))
    missing.push('golang-github-containernetworking-plugin-dnsname');
  await installPackages(missing, 'for a Podman service of the tests’ own');
}

/**
 * Starts Podman's Docker-compatible service, which shares nothing with another one on this machine: it has namespaces of
 * its own for processes and mounts, and in those its own folders in the place of the machine's. Disposing it ends it with
 * every container. What runs left that were killed is removed first.
 *
 * @throws Error that says what to install, or what Podman said when it did not start.
 */
export async function startPodman(): Promise<Engine> {
  await installPodman();
  if (process.getuid?.() !== 0) throw new Error('The tests start a Podman of their own, which wants root.');
  for (const name of ownerlessNames(cache, prefix)) await endPodman(path.join(cache, name));
  await mountControlGroups();
  const folder = path.join(cache, ownedName(prefix));
  try {
    writeConfiguration(folder);
    await startService(folder);
  } catch (error) {
    await endPodman(folder);
    throw error;
  }
  const dockerHost = dockerHostOf(folder);
  return { dockerHost, isPrivate: true, [Symbol.asyncDispose]: () => endPodman(folder) };
}

function dockerHostOf(folder: string): string {
  return `unix://${folder}/podman.sock`;
}

/** As an interface's name has at most 15 characters: `ctpod` and the owner's process id. */
function bridgeOf(folder: string): string {
  return `ctpod${path.basename(folder).split('-')[1] ?? ''}`;
}

/** The folders that the service uses: it sees its own in their place, so that at most empty ones are left on the machine. */
const places = [
  ...['/etc/containers', '/etc/cni/net.d', '/var/lib/containers', '/var/lib/cni', '/dev/shm'],
  ...['/run/containers', '/run/libpod', '/run/netns', '/run/runc'],
] as const;

/** What the service sees in a place. */
function within(folder: string, place: string): string {
  return path.join(folder, 'root', place);
}

function writeConfiguration(folder: string): void {
  for (const place of places) fs.mkdirSync(within(folder, place), { recursive: true });
  const write = (name: string, content: string): void => {
    fs.writeFileSync(within(folder, name), content);
  };
  write('/etc/containers/policy.json', '{"default": [{"type": "insecureAcceptAnything"}]}');
  write('/etc/containers/registries.conf', '[[registry]]\nlocation = "127.0.0.1"\ninsecure = true\n');
  // The network that containers are on by default, with a bridge of our own and without rules for the machine's firewall.
  const subnet = `172.30.${(process.pid % 250) + 1}`;
  const ranges = [[{ subnet: `${subnet}.0/24`, gateway: `${subnet}.1` }]];
  const ipam = { type: 'host-local', routes: [{ dst: '0.0.0.0/0' }], ranges };
  const bridge = { type: 'bridge', bridge: bridgeOf(folder), isGateway: true, ipam };
  const network = { cniVersion: '0.4.0', name: 'podman', plugins: [bridge] };
  write('/etc/cni/net.d/podman.conflist', JSON.stringify(network));
}

async function startService(folder: string): Promise<void> {
  const mounts = places.map((each) => `mkdir -p ${each}; mount --bind "${within('$0', each)}" ${each}`);
  const script = ['set -e; mount --make-rprivate /', ...mounts, 'exec "$@"'].join('\n');
  const service = ['catatonit', '--', 'podman', ...options, 'system', 'service', '--time=0'];
  const namespaces = ['--mount', '--pid', '--fork', '--mount-proc', '--kill-child'];
  await startDetached({
    name: 'Podman',
    command: 'unshare',
    args: [...namespaces, 'sh', '-c', script, folder, ...service, dockerHostOf(folder)],
    advice: 'see what it says',
    folder,
    cwd: folder, // Its helper leaves a file where it is when memory runs out.
    env: environment(folder),
    answers: () => engineAnswers(dockerHostOf(folder)),
  });
}

/** Ours, less what leads to the configuration of whoever runs the tests. */
function environment(folder: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(CONTAINERS|REGISTRY|XDG)_/.test(name));
  return { ...Object.fromEntries(kept), HOME: folder };
}

const options = [
  ...['--storage-driver', 'overlay', '--runtime', 'runc'],
  ...['--cgroup-manager', 'cgroupfs', '--events-backend', 'file'],
] as const;

/** Ends the service in the folder, whoever started it: with its first process go all others, and with them their mounts. */
async function endPodman(folder: string): Promise<void> {
  await removeContainersAndNetworks(dockerHostOf(folder)).catch((error: unknown) => {
    console.error(`Not removed from the tests’ Podman: ${String(error)}`);
  });
  killByArgument(folder);
  await eventually('the end of Podman', async () => !(await engineAnswers(dockerHostOf(folder))));
  if (fs.existsSync(`/sys/class/net/${bridgeOf(folder)}`))
    await readCommand(findProgram('ip') ?? 'ip', ['link', 'del', bridgeOf(folder)]);
  removeControlGroup('libpod_parent'); // Another Podman's containers keep theirs.
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
