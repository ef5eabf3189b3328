import { createDockerDriver } from '../../src/driver/docker/docker-driver.ts';
import { readCommand } from '../helpers/run-command.ts';
import { image, recordedTask } from '../helpers/task.ts';
import type { Figure } from './figure.ts';
import { timeInTurn } from './timing.ts';

/** A container that does nothing, from the command to the result, with nothing left of it. */
export async function* measureContainer(): AsyncGenerator<Figure> {
  const [ours = 0, docker = 0] = await timeInTurn(15, [runTrue, dockerRunTrue], 2);
  yield {
    measure: 'Run: `true` in a container',
    unit: 'ms',
    ours,
    competitor: { name: 'docker run', value: docker },
    aim: { most: 1, of: 'ratio' },
  };
}

async function runTrue(): Promise<void> {
  const { signal } = new AbortController();
  const { task } = recordedTask({ command: ['true'] });
  const driver = createDockerDriver({ docker: process.env['DOCKER_HOST'] ?? '' });
  await using cookie = await driver.prepare(task, signal);
  const { status } = await (await cookie.run(signal)).wait(signal);
  if (status !== 'success') throw new Error(`A task that runs "true" ended with ${status}.`);
}

async function dockerRunTrue(): Promise<void> {
  await readCommand('docker', ['run', '--rm', '--init', image, 'true']);
}
