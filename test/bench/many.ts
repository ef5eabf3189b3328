import { createDockerDriver } from '../../src/driver/docker/docker-driver.ts';
import { readCommand } from '../helpers/run-command.ts';
import { image } from '../helpers/task.ts';
import type { Figure } from './figure.ts';
import { runOurs } from './run-ours.ts';
import { timeInTurn } from './timing.ts';

const tasks = 50;
const atOnce = 8;

/** Many small containers, some at a time. */
export async function* measureMany(): AsyncGenerator<Figure> {
  const [ours = 0, xargs = 0] = await timeInTurn(3, [runMany, xargsMany], 1);
  yield {
    measure: `Run: \`true\` ${tasks} times, ${atOnce} at once`,
    unit: 'ms',
    ours,
    competitor: { name: `xargs -P ${atOnce} docker run --rm`, value: xargs },
    aim: { ratio: 0.95 },
  };
}

async function runMany(): Promise<void> {
  const driver = createDockerDriver({ docker: process.env['DOCKER_HOST'] ?? '' });
  let left = tasks;
  const worker = async (): Promise<void> => {
    while (left-- > 0) await runOurs(driver, { command: ['true'] });
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** xargs fails when one of them does. */
async function xargsMany(): Promise<void> {
  const run = `docker run --rm --init ${image} true`;
  await readCommand('sh', ['-c', `seq ${tasks} | xargs -P ${atOnce} -I{} ${run}`]);
}
