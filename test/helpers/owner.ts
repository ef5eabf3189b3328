import fs from 'node:fs';

/**
 * A folder name that says which process owns it, by id and start time, so that what a killed run leaves behind is known
 * as such although its id may be another process's now.
 */
export function ownedName(prefix: string): string {
  return `${prefix}-${process.pid}-${startTime(process.pid) ?? '0'}`;
}

/** The names in the folder that {@link ownedName} made from the prefix and whose owner is gone. */
export function ownerlessNames(folder: string, prefix: string): readonly string[] {
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder).filter((name) => {
    const owner = new RegExp(`^${prefix}-(\\d+)-(\\d+)$`).exec(name);
    return owner !== null && !isAlive(Number(owner[1]), owner[2] ?? '');
  });
}

function isAlive(pid: number, started: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  return (startTime(pid) ?? '0') === started;
}

/** In clock ticks since the machine's start; undefined for a process that has ended, and where there is no /proc. */
function startTime(pid: number): string | undefined {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The program's name, in parentheses, may hold anything: read from there on. See proc_pid_stat(5), fields 3 and 22.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}
