import { createDockerDriver } from '../../src/driver/docker/docker-driver.ts';
import { readCommand } from '../helpers/run-command.ts';
import { image, recordedTask } from '../helpers/task.ts';
import { bareRun } from './bare-run.ts';
import type { Figure } from './figure.ts';
import { runOurs } from './run-ours.ts';
import { timeInTurn } from './timing.ts';

const rounds = 31;

/** A container that does nothing, from the command to the result, with nothing left of it. */
export async function* measureContainer(): AsyncGenerator<Figure> {
  for (const network of ['', 'none']) {
    const settings = { command: ['true'], network };
    const cli = ['run', '--rm', '--init', ...(network ? ['--network', network] : []), image, 'true'];
    const dockerHost = process.env['DOCKER_HOST'] ?? '';
    const driver = createDockerDriver({ docker: dockerHost });
    const runs = [
      () => runOurs(driver, settings),
      () => readCommand('docker', cli),
      () => bareRun(dockerHost, recordedTask(settings).task),
    ];
    const [ours = 0, docker = 0, bare = 0] = await timeInTurn(rounds, runs, 2);
    yield {
      measure: `Run: \`true\` in a container, ${network === '' ? 'on the bridge' : 'without a network'}`,
      unit: 'ms',
      ours,
      competitor: { name: 'docker run --rm', value: docker },
      floor: { name: 'bare HTTP', value: bare },
      aim: { ratio: 1, floor: 1.03 },
    };
  }
}
