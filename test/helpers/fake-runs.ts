import type { ContainerTask } from '../../src/core/container-task.ts';
import type { RunResult } from '../../src/core/run-result.ts';
import { createDockerDriver } from '../../src/driver/docker/docker-driver.ts';
import type { Cookie } from '../../src/driver/driver.ts';
import { json } from './fake-engine.ts';
import type { FakeAnswers, FakeEngine, Route } from './fake-engine.ts';
import { quickDeadlines } from './quick-deadlines.ts';
import { recordedTask } from './task.ts';
import type { RecordedTask } from './task.ts';

/** The state of a container that has succeeded. */
export const exited = { Running: false, ExitCode: 0, OOMKilled: false, Error: '' };

/** An engine on which every container exits with 0 at once; `routes` say what is different. */
export function answers(routes: Readonly<Record<string, Route>> = {}): FakeAnswers {
  const { image } = recordedTask().task;
  return {
    routes: {
      [`GET /images/${image}/json`]: json({}),
      'GET /images/busybox/json': json({}),
      'POST /containers/create': json({ Id: 'abc' }, 201),
      'POST /containers/abc/wait': json({ StatusCode: 0 }),
      'POST /containers/abc/start': (response) => response.writeHead(204).end(),
      'GET /containers/abc/json': json({ State: exited }),
      'DELETE /containers/abc': (response) => response.writeHead(204).end(),
      ...routes,
    },
    attach: (socket) => socket.end(),
  };
}

/** Prepares a task on the engine. */
export function prepare(
  { dockerHost }: FakeEngine,
  task: ContainerTask,
  signal = new AbortController().signal,
): Promise<Cookie> {
  return createDockerDriver({ docker: dockerHost }, quickDeadlines).prepare(task, signal);
}

/** Runs a task on the engine, to its end. */
export async function run(
  engine: FakeEngine,
  { task }: RecordedTask,
  signal = new AbortController().signal,
): Promise<RunResult> {
  await using cookie = await prepare(engine, task, signal);
  return await (await cookie.run(signal)).wait(signal);
}

/** One frame of an attached stream: type 1 is stdout, 2 stderr; less than 256 bytes. */
export function frame(type: number, text: string): Buffer {
  return Buffer.concat([Uint8Array.of(type, 0, 0, 0, 0, 0, 0, text.length), Buffer.from(text)]);
}
