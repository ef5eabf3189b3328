import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { defaultSettings } from '../../src/core/container-task.ts';
import type { ContainerTask, LogSink, Progress } from '../../src/core/container-task.ts';
import type { RunResult } from '../../src/core/run-result.ts';
import type { Stat } from '../../src/core/stats.ts';
import { createDockerDriver } from '../../src/driver/docker/docker-driver.ts';
import { containerName, runIdLabel } from '../../src/driver/docker/ownership/labels.ts';
import { DriverError } from '../../src/driver/driver.ts';
import type { DriverConfig } from '../../src/driver/driver.ts';
import { askEngine } from './engine-api.ts';
import { containersWith, dockerHost, inspectContainer } from './engine-context.ts';
import type { InspectedContainer } from './engine-context.ts';
import { eventually } from './eventually.ts';

/** The image of the tests, as test/run.ts provides it. */
export const image = process.env['CONTAINER_TASKS_TEST_IMAGE'] ?? 'container-tasks-test/busybox:latest';

/** A task, and all that a driver has told it so far. */
export interface RecordedTask {
  readonly task: ContainerTask;
  readonly stdout: () => Buffer;
  readonly stderr: () => Buffer;
  readonly stats: readonly Stat[];
  readonly progress: readonly Progress[];
}

/** A task of the tests' image with every default but a quick stop, that keeps what it is told. */
export function recordedTask(settings: Partial<ContainerTask> = {}): RecordedTask {
  const stdout = recordingSink();
  const stderr = recordingSink();
  const stats: Stat[] = [];
  const progress: Progress[] = [];
  const task: ContainerTask = {
    ...defaults(),
    logger: { stdout, stderr },
    writeStat: (stat) => stats.push(stat),
    writeProgress: (step) => progress.push(step),
    ...settings,
  };
  return { task, stdout: stdout.bytes, stderr: stderr.bytes, stats, progress };
}

/** A run from beginning to end; stdout and stderr as text. */
interface Run {
  readonly result: RunResult;
  readonly stdout: string;
  readonly stderr: string;
  readonly recorded: RecordedTask;
}

/**
 * Runs a task as a runner does: prepare, run, wait, and dispose of the cookie whatever happens.
 *
 * @param docker the engine, as in the variable DOCKER_HOST; default: the suite's
 */
export async function runTask(
  settings: Partial<ContainerTask> = {},
  signal: AbortSignal = new AbortController().signal,
  docker = dockerHost,
): Promise<Run> {
  const recorded = recordedTask(settings);
  await using cookie = await createDockerDriver({ docker }).prepare(recorded.task, signal);
  const running = await cookie.run(signal);
  const result = await running.wait(signal);
  return { result, stdout: recorded.stdout().toString(), stderr: recorded.stderr().toString(), recorded };
}

/** Prepares a task, and resolves with the engine's description of its container, which is gone by then. */
export async function inspectPrepared(
  settings: Partial<ContainerTask>,
  config: Partial<DriverConfig> = {},
): Promise<InspectedContainer> {
  const { task } = recordedTask(settings);
  const driver = createDockerDriver({ ...config, docker: dockerHost });
  const cookie = await driver.prepare(task, new AbortController().signal);
  try {
    return await inspectContainer(containerName(task.id));
  } finally {
    await cookie[Symbol.asyncDispose]();
  }
}

/** The script as a command for the image's shell. */
export function shell(script: string): Pick<ContainerTask, 'command'> {
  return { command: ['sh', '-c', script] };
}

/** The ids of this file's runs that have left a container on the engine, whatever its state. */
export async function leftBehind(docker = dockerHost): Promise<readonly string[]> {
  const containers = await containersWith(`${fileLabel}=${fileId}`, docker);
  return containers.map(({ Labels }) => Labels[runIdLabel] ?? '?');
}

/** Does something to a task's container behind the driver's back: `DELETE ...?force=true` or `POST .../kill`. */
export async function meddle(
  { id }: ContainerTask,
  method: 'DELETE' | 'POST',
  rest: string,
  docker = dockerHost,
): Promise<void> {
  await askEngine(docker, method, `/containers/container-tasks-${id}${rest}`);
}

/** Runs a task and does something to it when it prints "ready". */
export async function runAnd(
  recorded: RecordedTask,
  act: (task: ContainerTask) => void | Promise<void>,
  signal = new AbortController().signal,
  docker = dockerHost,
): Promise<RunResult> {
  await using cookie = await createDockerDriver({ docker }).prepare(recorded.task, signal);
  const result = (await cookie.run(signal)).wait(signal);
  result.catch(() => undefined); // It may reject before it is awaited.
  await printed(recorded, 'ready');
  await sleep(50);
  await act(recorded.task);
  return await result;
}

/**
 * What a run ends like whose container is removed: killed, or gone. Whether the engine still knows it when it is asked how
 * it ended is a race.
 */
export function goneOrKilled(outcome: unknown): object {
  if (!(outcome instanceof DriverError)) return { status: 'error', exitCode: 137 };
  return {
    message: 'The container was removed by somebody else while the task ran, so nobody knows how it ended.',
  };
}

/** Resolves when the task's container has printed the text. */
export async function printed(recorded: RecordedTask, text: string): Promise<void> {
  await eventually(`"${text}" on stdout`, () => recorded.stdout().includes(text));
}

/** Feeds the texts or bytes to a task. */
export async function* input(...chunks: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield await Promise.resolve(Buffer.from(chunk));
}

const fileLabel = 'container-tasks-test.file';
const fileId = randomUUID();

function defaults(): Omit<ContainerTask, 'logger' | 'writeStat' | 'writeProgress'> {
  return {
    ...defaultSettings,
    id: randomUUID(),
    label: 'test',
    image,
    command: ['true'],
    stop: { signal: '', grace: 1000 },
    labels: { [fileLabel]: fileId },
    close: () => Promise.resolve(),
  };
}

function recordingSink(): LogSink & { readonly bytes: () => Buffer } {
  const chunks: Uint8Array[] = [];
  return {
    write: (chunk) => {
      chunks.push(chunk);
      return undefined;
    },
    bytes: () => Buffer.concat(chunks),
  };
}
