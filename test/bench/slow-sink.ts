import { createHash } from 'node:crypto';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ContainerTask, LogSink } from '../../src/core/container-task.ts';
import type { Driver } from '../../src/driver/driver.ts';
import { RunLog } from '../../src/runner/run-log.ts';
import { askEngine } from '../helpers/engine-api.ts';
import { readCommand } from '../helpers/run-command.ts';
import { recordedTask } from '../helpers/task.ts';
import { makeTemporaryFolder, removeFolder } from '../helpers/temporary-folder.ts';

/** In bytes a second. */
export const slowRate = 20_000_000;

/**
 * Runs a task that prints a line over and over into a run's log file that takes no more than {@link slowRate}.
 *
 * @returns how many bytes the file was behind the container when that had ended
 * @throws Error when the file is not whole
 */
export async function runSlowly(
  driver: Driver,
  dockerHost: string,
  command: Pick<ContainerTask, 'command'>,
  line: string,
  bytes: number,
): Promise<number> {
  const folder = makeTemporaryFolder();
  try {
    const log = await RunLog.create(path.join(folder, 'run.log'), () => undefined);
    const sink = new SlowSink(log.logger.stdout);
    const { task } = recordedTask({ ...command, logger: { stdout: sink, stderr: log.logger.stderr } });
    const finished = await run(driver, dockerHost, task);
    await log[Symbol.asyncDispose]();
    if ((await hashOfFile(log.path)) !== hashOf(line, bytes)) throw new Error('The log file is not whole.');
    return bytes - sink.takenAt(finished);
  } finally {
    removeFolder(folder);
  }
}

/** Resolves with when the container has ended, in epoch ms. */
async function run(driver: Driver, dockerHost: string, task: ContainerTask): Promise<number> {
  const { signal } = new AbortController();
  await using cookie = await driver.prepare(task, signal);
  const { status, warning } = await (await cookie.run(signal)).wait(signal);
  if (status !== 'success' || warning !== undefined)
    throw new Error(`It ended with ${status}: ${warning ?? ''}`);
  const container = `/containers/container-tasks-${task.id}/json`;
  const { State } = (await askEngine(dockerHost, 'GET', container)) as Inspected;
  return Date.parse(State.FinishedAt);
}

interface Inspected {
  readonly State: { readonly FinishedAt: string };
}

class SlowSink implements LogSink {
  private readonly taken: { readonly time: number; readonly bytes: number }[] = [];
  private bytes = 0;
  private due = 0;
  private readonly sink: LogSink;

  constructor(sink: LogSink) {
    this.sink = sink;
  }

  async write(chunk: Uint8Array): Promise<void> {
    await this.sink.write(chunk);
    // What a timer was late is made up for.
    this.due = Math.max(this.due, performance.now() - 20) + (chunk.length / slowRate) * 1000;
    await sleep(Math.max(0, this.due - performance.now()));
    this.bytes += chunk.length;
    this.taken.push({ time: Date.now(), bytes: this.bytes });
  }

  /** How many bytes it had taken at that time, in epoch ms. */
  takenAt(time: number): number {
    return this.taken.findLast((each) => each.time <= time)?.bytes ?? 0;
  }
}

/** Read by another process: what that takes is not ours. */
async function hashOfFile(file: string): Promise<string> {
  return (await readCommand('sha256sum', [file])).slice(0, 64);
}

function hashOf(line: string, bytes: number): string {
  const hash = createHash('sha256');
  const lines = Buffer.from(line.repeat(Math.ceil(2 ** 20 / line.length)));
  for (let left = bytes; left > 0; left -= lines.length) hash.update(lines.subarray(0, left));
  return hash.digest('hex');
}
