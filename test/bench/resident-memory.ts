import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** How often it is looked at, in ms. */
const interval = 100;

/** How long memory has to stand still to count as settled, and by how much it may move, in ms and bytes. */
const settled = { time: 2000, within: 2 ** 21, limit: 20_000 };

/** Watches how much memory a process has in RAM (VmRSS), until it is disposed. */
export class ResidentMemory implements Disposable {
  /** The most so far since {@link settle}, in bytes. */
  peak = 0;
  readonly #pid: number;
  readonly #timer: NodeJS.Timeout;

  constructor(pid: number) {
    this.#pid = pid;
    this.#timer = setInterval(() => {
      this.peak = Math.max(this.peak, residentBytes(pid));
    }, interval);
  }

  /** Waits until the process has come to rest, or long enough; resolves with its bytes then. */
  async settle(): Promise<number> {
    const end = Date.now() + settled.limit;
    let reference = residentBytes(this.#pid);
    for (let since = Date.now(); Date.now() - since < settled.time && Date.now() < end;) {
      await sleep(interval);
      const now = residentBytes(this.#pid);
      if (Math.abs(now - reference) <= settled.within) continue;
      [reference, since] = [now, Date.now()];
    }
    this.peak = residentBytes(this.#pid);
    return this.peak;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}

/** The extension host of the one window that a VS Code has open. See proc(5). */
export function extensionHostOf(dataDir: string): number {
  const found = fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .find((pid) => {
      const ofThis = read(pid, 'environ').split('\0').includes(`TMPDIR=${dataDir}/t`);
      return ofThis && read(pid, 'cmdline').split('\0').includes('--type=extensionHost');
    });
  if (found === undefined)
    throw new Error('VS Code has no extension host, or it cannot be seen: is there /proc?');
  return Number(found);
}

function residentBytes(pid: number): number {
  return Number(/^VmRSS:\s*(\d+) kB$/m.exec(read(String(pid), 'status'))?.[1] ?? 0) * 1024;
}

/** '' when the process is gone. */
function read(pid: string, file: string): string {
  try {
    return fs.readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
