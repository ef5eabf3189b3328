import { spawn } from 'node:child_process';
import type { ChildProcess, ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { createDockerDriver } from '../../src/driver/docker/docker-driver.ts';
import { taskLabel } from '../../src/driver/docker/ownership/labels.ts';
import type { Driver, Recovered } from '../../src/driver/driver.ts';
import { indexPath } from '../../src/runner/log-file.ts';
import { readIndex } from '../../src/runner/log-index.ts';
import { RunLog } from '../../src/runner/run-log.ts';
import { readRecords } from '../../src/runner/run-record.ts';
import type { FoundRecord } from '../../src/runner/run-record.ts';
import { TaskRunner } from '../../src/runner/task-runner.ts';
import type { Run, TaskSpec } from '../../src/runner/task-runner.ts';
import { askEngine } from './engine-api.ts';
import { containersWith, uniqueName } from './engine-context.ts';
import type { ListedContainer } from './engine-context.ts';
import { eventually } from './eventually.ts';
import { root } from './paths.ts';
import { shell } from './task.ts';
import { makeTemporaryFolder, removeFolder } from './temporary-folder.ts';

/** Prints much of what is hard to keep: every kind of byte, long lines, both streams, and no last line break. */
export const hard = `
  hard() {
    printf 'no text \\377\\376\\000 and half a letter \\303' >&2; printf 'out %s\\n\\n\\r\\n' $1; printf '\\266\\n' >&2
    head -c 40000 /dev/zero | tr '\\0' $1; echo; head -c 16384 /dev/zero | tr '\\0' $1; echo; head -c 40000 /dev/zero | tr '\\0' $1 >&2
    echo >&2; echo after the long ones; echo after the long ones >&2; printf 'unfinished %s' $1
  };`;

/** Lets a script `pause` until {@link LeftRuns.goOn}. */
export const pause = 'trap "go=1" USR1; pause() { while [ -z "$go" ]; do sleep 0.05; done; };';

/** A run whose process has ended, and that another may go on with. */
export interface Left {
  readonly record: FoundRecord;
}

/** Another process that was asked to take a container over. */
export interface Taker {
  readonly child: ChildProcess;
  /** What came of it. */
  readonly answer: Promise<string>;
}

/** What an output has of each stream; each byte is a character. */
export type Streams = Readonly<Record<'stdout' | 'stderr', string>>;

/** Runs in processes of their own, which are ended while their containers run. */
export class LeftRuns {
  readonly label = uniqueName();
  readonly driver: Driver;
  private readonly docker: string;
  private readonly children: ChildProcess[] = [];
  private readonly folders: string[] = [];
  private logs: Promise<void>[] = [];

  /** @param docker the engine, as in the variable DOCKER_HOST */
  constructor(docker: string) {
    this.docker = docker;
    this.driver = createDockerDriver({ docker });
  }

  /** Starts a task in a process of its own and ends that when the log has the size that is waited for. */
  async leave(
    script: string,
    until: (size: number) => boolean,
    settings: Partial<TaskSpec> = {},
    how: 'SIGKILL' | 'SIGTERM' = 'SIGKILL',
  ): Promise<Left> {
    const folder = makeTemporaryFolder();
    this.folders.push(folder);
    const task = JSON.stringify({ label: this.label, ...shell(script), ...settings });
    const child = this.start('left-run.ts', [folder, task]);
    await once(child.stdout, 'data');
    await eventually('the output', () => until(fs.statSync(path.join(folder, 'run.log')).size));
    await kill({ child }, how);
    const [record] = await readRecords(folder);
    if (!record) throw new Error('There is no record.');
    return { record };
  }

  /** Has another process take over a container at a time, and go on with its run or not. */
  async startTaker({ record }: Left, how: 'take' | 'resume', time = 0): Promise<Taker> {
    const child = this.start('take-over.ts', [JSON.stringify(record), how, String(time)]);
    const answer = once(child.stdout, 'data').then(([data]) => String(data).trim());
    if (time === 0) await answer;
    return { child, answer };
  }

  /** Takes over a container. */
  async take({ record }: Left): Promise<Recovered> {
    const container = await this.driver.recover(record.handle, new AbortController().signal);
    if (typeof container === 'string') throw new Error(container);
    return container;
  }

  /** Takes over a container and goes on with its run. */
  async reattach(
    left: Left,
    runner = new TaskRunner(() => Promise.reject(new Error('It runs already.'))),
  ): Promise<Run> {
    const container = await this.take(left);
    const ignore = (): void => undefined;
    const { log, from } = await RunLog.resume(left.record.logPath, ignore, ignore);
    const run = runner.resume(left.record, container, from, log.logger, ignore);
    this.logs.push(run.ended.then(() => log[Symbol.asyncDispose]()));
    return run;
  }

  /** What the log of a run has that has ended. */
  async streamsOf({ record: { logPath } }: Left): Promise<Streams> {
    await Promise.all(this.logs);
    const log = fs.readFileSync(logPath);
    const streams = { stdout: '', stderr: '' };
    for (const { stream, start, end } of readIndex(fs.readFileSync(indexPath(logPath), 'utf8'), log.length))
      streams[stream] += log.subarray(start, end).toString('latin1');
    return streams;
  }

  /** Ends the script's pause. */
  async goOn({ record }: Left): Promise<void> {
    await askEngine(this.docker, 'POST', `/containers/${record.handle.containerId}/kill?signal=USR1`);
  }

  async containers(): Promise<readonly ListedContainer[]> {
    return containersWith(`${taskLabel}=${this.label}`, this.docker);
  }

  /** Ends and removes all there is. */
  async clear(): Promise<void> {
    this.logs = [];
    for (const child of this.children.splice(0)) child.kill('SIGKILL');
    for (const folder of this.folders.splice(0)) removeFolder(folder);
    for (const { Id } of await this.containers())
      await askEngine(this.docker, 'DELETE', `/containers/${Id}?force=true`);
  }

  private start(program: string, args: readonly string[]): ChildProcessByStdio<null, Readable, null> {
    const child = spawn(process.execPath, [path.join(root, 'test/helpers', program), ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, DOCKER_HOST: this.docker },
    });
    this.children.push(child);
    return child;
  }
}

/** Ends another process. */
export async function kill(
  { child }: Pick<Taker, 'child'>,
  how: 'SIGKILL' | 'SIGTERM' = 'SIGKILL',
): Promise<void> {
  const ended = once(child, 'exit');
  child.kill(how);
  await ended;
}
