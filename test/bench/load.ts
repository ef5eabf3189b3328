import path from 'node:path';
import { root } from '../helpers/paths.ts';
import { readCommand } from '../helpers/run-command.ts';
import type { Figure } from './figure.ts';
import { timeInTurn } from './timing.ts';

/** What requiring the driver adds to the time that an empty process takes. */
export async function* measureLoad(): AsyncGenerator<Figure> {
  const [empty = 0, ours = 0, dockerode = 0] = await timeInTurn(
    15,
    ['', requiring('./dist/docker-driver.cjs'), requiring('dockerode')].map(
      (script) => () => readCommand(process.execPath, ['-e', script], { cwd: path.resolve(root) }),
    ),
    1,
  );
  yield {
    measure: 'Load: the driver’s bundle',
    unit: 'ms',
    ours: ours - empty,
    competitor: { name: 'dockerode', value: dockerode - empty },
    aim: { ours: 25, ratio: 1 },
  };
}

function requiring(name: string): string {
  return `require(${JSON.stringify(name)})`;
}
