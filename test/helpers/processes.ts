import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** The environment variable by which the processes that a run started are known, detached ones too. */
export const runMark = 'CONTAINER_TASKS_TEST_RUN';

/** Ends every process whose environment carries the mark with this value. Does nothing where there is no /proc. */
export async function endMarkedProcesses(value: string): Promise<void> {
  const entry = `${runMark}=${value}`;
  const marked = (): readonly number[] =>
    processIds().filter((pid) => pid !== process.pid && readList(pid, 'environ').includes(entry));
  kill(marked(), 'SIGTERM');
  for (let i = 0; i < 20 && marked().length > 0; i++) await sleep(100);
  kill(marked(), 'SIGKILL');
}

/** Kills at once every process that has the text in its arguments, and all that those have started. */
export function killByArgument(text: string): void {
  const all = processIds();
  const doomed = new Set(all.filter((pid) => readList(pid, 'cmdline').some((each) => each.includes(text))));
  doomed.delete(process.pid);
  for (let size = -1; size !== doomed.size;) {
    size = doomed.size;
    for (const pid of all) if (doomed.has(parentOf(pid))) doomed.add(pid);
  }
  kill([...doomed], 'SIGKILL');
}

/** Sends a signal to each process that is still there. */
export function kill(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It is gone already.
    }
  }
}

function processIds(): readonly number[] {
  if (!fs.existsSync('/proc')) return [];
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** A file of NUL-separated strings in the process's /proc folder; empty when the process is gone or another user's. */
function readList(pid: number, file: 'environ' | 'cmdline'): readonly string[] {
  try {
    return fs.readFileSync(`/proc/${pid}/${file}`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

function parentOf(pid: number): number {
  try {
    return Number(/^PPid:\s*(\d+)$/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
