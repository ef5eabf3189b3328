import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

import { codeOf } from '../../../core/thrown.ts';

/** The process that removes a container, told from all others: on other machines, and at other times. */
export interface Owner {
  readonly host: string;
  /**
   * Where the process id means one process only: on Linux the boot and the namespace of process ids, as containers and
   * machines may share a host name; elsewhere the platform. '' where that cannot be told.
   */
  readonly scope: string;
  readonly pid: number;
  /** Clock ticks since boot; '' where it cannot be read, as on macOS and Windows. */
  readonly started: string;
}

/** This process. */
export function thisOwner(): Owner {
  return { host: hostname(), scope: readScope(), pid: process.pid, started: startOf(process.pid) ?? '' };
}

/** The owner as labels, for {@link readOwner}. */
export function ownerLabels({ host, scope, pid, started }: Owner): Record<string, string> {
  return {
    [ownerLabel.host]: host,
    [ownerLabel.scope]: scope,
    [ownerLabel.pid]: String(pid),
    [ownerLabel.started]: started,
  };
}

/** The owner that a container's labels name; undefined where they do not name one. */
export function readOwner(labels: Readonly<Record<string, string>>): Owner | undefined {
  const host = labels[ownerLabel.host];
  const scope = labels[ownerLabel.scope];
  const pid = labels[ownerLabel.pid];
  const started = labels[ownerLabel.started];
  if (!host || !scope || !pid || started === undefined) return undefined;
  return /^[1-9]\d*$/.test(pid) ? { host, scope, pid: Number(pid), started } : undefined;
}

/** The owner in short, for a container's name: `[a-z0-9-]+`. */
export function ownerName({ pid, started, ...machine }: Owner): string {
  return [machineDigest(machine), pid, started || 'x'].join('-');
}

/** The owner that {@link ownerName} names: a process of this machine, or one of another, which nothing else is known of. */
export function ownerNamed(name: string, self: Owner): Owner | undefined {
  const [, digest, pid, started] = /^([0-9a-f]{12})-([1-9]\d*)-(\d+|x)$/.exec(name) ?? [];
  if (started === undefined) return undefined;
  const machine = digest === machineDigest(self) ? self : { host: '', scope: '' };
  return { ...machine, pid: Number(pid), started: started === 'x' ? '' : started };
}

/**
 * Whether the owner provably runs no more. In doubt it does: a container that is left over is better than one that is
 * removed while it is in use.
 *
 * @param find as {@link startOf}
 */
export function isGone(owner: Owner, self: Owner, find: (pid: number) => string | undefined): boolean {
  if (self.scope === '' || owner.host !== self.host || owner.scope !== self.scope) return false;
  const started = find(owner.pid);
  if (started === undefined) return true;
  return started !== '' && owner.started !== '' && started !== owner.started;
}

/** When the process started, as in {@link Owner}; undefined where none runs under the id. */
export function startOf(pid: number): string | undefined {
  if (!exists(pid)) return undefined;
  try {
    // Fields 3 and 22 of proc_pid_stat(5), counted behind the command's name, which may contain anything.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return '';
  }
}

function machineDigest({ host, scope }: Pick<Owner, 'host' | 'scope'>): string {
  return createHash('sha256').update(`${host}\n${scope}`).digest('hex').slice(0, 12);
}

const ownerLabel = {
  host: 'com.container-tasks.owner.host',
  scope: 'com.container-tasks.owner.scope',
  pid: 'com.container-tasks.owner.pid',
  started: 'com.container-tasks.owner.started',
} as const;

function readScope(): string {
  if (process.platform !== 'linux') return process.platform;
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return '';
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Whatever else is wrong, for example that it is another user's, says nothing about its being gone.
    return codeOf(error) !== 'ESRCH';
  }
}
