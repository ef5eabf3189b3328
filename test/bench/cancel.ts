import { createDockerDriver } from '../../src/driver/docker/docker-driver.ts';
import { callEngine } from '../helpers/engine-api.ts';
import { readCommand } from '../helpers/run-command.ts';
import { image, printed, recordedTask, shell } from '../helpers/task.ts';
import { runToEnd } from '../helpers/run-to-end.ts';
import type { Figure } from './figure.ts';
import { median } from './timing.ts';

const rounds = 11;
const script = 'trap "" TERM; echo ready; while :; do sleep 0.1; done';

/** From the word to end a container with SIGKILL until it is gone. */
export async function* measureCancel(): AsyncGenerator<Figure> {
  const ways = [cancelOnce, cancelTwice, dockerKill];
  const times = ways.map((): number[] => []);
  for (let round = 0; round < rounds; round++)
    for (const [index, way] of ways.entries()) times[index]?.push(await way());
  const [once = 0, twice = 0, docker = 0] = times.map(median);
  const competitor = { name: 'docker kill; docker rm', value: docker };
  const common = { unit: 'ms', competitor, aim: { ratio: 1 } };
  yield { measure: 'Cancel: without a grace, until the container is gone', ours: once, ...common };
  yield { measure: 'Cancel: the second one, until the container is gone', ours: twice, ...common };
}

function cancelOnce(): Promise<number> {
  return cancel(0, ({ cancel }) => {
    cancel.abort();
  });
}

function cancelTwice(): Promise<number> {
  return cancel(60_000, ({ cancel, kill }) => {
    cancel.abort();
    kill.abort();
  });
}

interface Controllers {
  readonly cancel: AbortController;
  readonly kill: AbortController;
}

async function cancel(grace: number, act: (controllers: Controllers) => void): Promise<number> {
  const dockerHost = process.env['DOCKER_HOST'] ?? '';
  const driver = createDockerDriver({ docker: dockerHost });
  const recorded = recordedTask({ ...shell(script), stop: { signal: '', grace } });
  const controllers = { cancel: new AbortController(), kill: new AbortController() };
  const signals = { cancel: controllers.cancel.signal, kill: controllers.kill.signal };
  const result = runToEnd(driver, recorded.task, signals);
  await printed(recorded, 'ready');
  const start = performance.now();
  act(controllers);
  const { status, warning } = await result;
  const time = performance.now() - start;
  if (status !== 'cancelled' || warning !== undefined)
    throw new Error(`It ended with ${status}: ${warning ?? ''}`);
  await seeGone(dockerHost, `container-tasks-${recorded.task.id}`);
  return time;
}

async function dockerKill(): Promise<number> {
  const id = (await readCommand('docker', ['run', '--detach', '--init', image, 'sh', '-c', script])).trim();
  const start = performance.now();
  await readCommand('docker', ['kill', id]);
  await readCommand('docker', ['rm', id]);
  const time = performance.now() - start;
  await seeGone(process.env['DOCKER_HOST'] ?? '', id);
  return time;
}

async function seeGone(dockerHost: string, id: string): Promise<void> {
  const { status } = await callEngine(dockerHost, 'GET', `/containers/${id}/json`);
  if (status !== 404) throw new Error(`The container ${id} is still there.`);
}
