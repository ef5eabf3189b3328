import fs from 'node:fs';
import path from 'node:path';
import { readCommand } from './run-command.ts';

const top = '/sys/fs/cgroup';

/**
 * Mounts the control groups that an engine needs for its limits where nobody has: a bare machine without systemd.
 * Version 2 if it has the memory controller, else version 1, a folder for each controller. Where version 1 is there in
 * part, the rest: a container's statistics and out-of-memory kills want every controller that its process is in.
 *
 * @throws Error when this is not allowed here, as in a container without privileges.
 */
export async function mountControlGroups(): Promise<void> {
  const mounts = fs.readFileSync('/proc/mounts', 'utf8');
  if (/ cgroup /.test(mounts)) await mountControllers(inUse().filter((name) => !isMounted(name, mounts)));
  else if (!/ cgroup2 /.test(mounts)) await mountAll();
}

async function mountAll(): Promise<void> {
  fs.mkdirSync(top, { recursive: true });
  await readCommand('mount', ['-t', 'cgroup2', 'cgroup2', top]);
  if (fs.readFileSync(path.join(top, 'cgroup.controllers'), 'utf8').includes('memory')) return;
  await readCommand('umount', [top]);
  await readCommand('mount', ['-t', 'tmpfs', '-o', 'mode=755', 'cgroup', top]);
  await mountControllers(controllers());
}

async function mountControllers(names: readonly string[]): Promise<void> {
  for (const name of names) {
    const folder = path.join(top, name);
    fs.mkdirSync(folder, { recursive: true });
    await readCommand('mount', ['-t', 'cgroup', '-o', name, name, folder]);
  }
}

function isMounted(controller: string, mounts: string): boolean {
  const options = mounts.split('\n').flatMap((line) => (/ cgroup (\S+) /.exec(line)?.[1] ?? '').split(','));
  return options.includes(controller);
}

/** Removes a control group at the top and those in it, in every hierarchy; leaves one that still has processes. */
export function removeControlGroup(name: string): void {
  const groups = [top, ...fs.readdirSync(top).map((each) => path.join(top, each))].map((each) =>
    path.join(each, name),
  );
  for (const group of groups.filter((each) => fs.existsSync(each))) removeGroup(group);
}

function removeGroup(folder: string): void {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) removeGroup(path.join(folder, entry.name));
  try {
    fs.rmdirSync(folder);
  } catch {
    // Its processes have not quite ended. An empty group costs next to nothing.
  }
}

/** The version 1 controllers that the kernel has. See cgroups(7): name, hierarchy, number of groups, enabled. */
function controllers(): readonly string[] {
  const lines = fs.readFileSync('/proc/cgroups', 'utf8').trim().split('\n').slice(1);
  return lines
    .map((line) => line.split('\t'))
    .flatMap(([name, , , enabled]) => (name && enabled === '1' ? [name] : []));
}

/** The version 1 controllers that this process is in, each in a hierarchy of its own. See cgroups(7): id, controllers, path. */
function inUse(): readonly string[] {
  const lines = fs.readFileSync('/proc/self/cgroup', 'utf8').trim().split('\n');
  return lines
    .map((line) => line.split(':')[1] ?? '')
    .filter((names) => names !== '' && !names.startsWith('name=') && !names.includes(','));
}
