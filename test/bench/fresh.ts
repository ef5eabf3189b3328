import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { root } from '../helpers/paths.ts';
import { readCommand } from '../helpers/run-command.ts';
import { makeTemporaryFolder, removeFolder } from '../helpers/temporary-folder.ts';
import type { Figure } from './figure.ts';
import { median, timed } from './timing.ts';

const files = 10_000;
const rounds = 9;

/**
 * How long it takes to see that nothing has changed in a tree of many files: ours and wireit's on the same tree. Both as a
 * process; and for the check alone ours within its process, and wireit's process less the same on a tree of one file, which
 * starts Node.js and reads the configuration too.
 */
export async function* measureFresh(): AsyncGenerator<Figure> {
  const folder = makeTemporaryFolder();
  try {
    const [many, one] = [path.join(folder, 'many'), path.join(folder, 'one')];
    makeTree(many, files);
    makeTree(one, 1);
    for (const each of [many, one]) await wireit(each);
    // What was written just before is hashed again: a tree that lies there for a while is the usual one.
    await sleep(3000);
    await ours(many, 'record');
    yield* figuresOf(await measure(many, one));
  } finally {
    removeFolder(folder);
  }
}

interface Times<T> {
  readonly process: T;
  readonly check: T;
  readonly held: T;
  readonly wireit: T;
  readonly wireitOfOne: T;
}

/** In turn, so that what else the machine does meets all of them. */
async function measure(many: string, one: string): Promise<Times<readonly number[]>> {
  const all: Times<number>[] = [];
  for (let round = -1; round < rounds; round++) {
    const [wireitOfMany, wireitOfOne] = [await timed(() => skip(many)), await timed(() => skip(one))];
    const times = { ...(await ours(many)), wireit: wireitOfMany, wireitOfOne };
    if (round >= 0) all.push(times); // The first does not count.
  }
  return {
    process: all.map((times) => times.process),
    check: all.map((times) => times.check),
    held: all.map((times) => times.held),
    wireit: all.map((times) => times.wireit),
    wireitOfOne: all.map((times) => times.wireitOfOne),
  };
}

async function skip(folder: string): Promise<void> {
  if (await wireit(folder)) throw new Error('Nothing has changed, and wireit has run it again.');
}

function* figuresOf(times: Times<readonly number[]>): Generator<Figure> {
  const what = `Up to date: ${files} unchanged files`;
  const least = median(times.wireit) - median(times.wireitOfOne);
  yield {
    measure: `${what}, as a process`,
    unit: 'ms',
    ours: median(times.process),
    competitor: { name: 'wireit', value: median(times.wireit) },
    floor: { name: 'wireit with one file', value: median(times.wireitOfOne) },
    aim: { ratio: 1 },
  };
  yield {
    measure: `${what}, the check alone`,
    unit: 'ms',
    ours: median(times.check),
    competitor: { name: 'wireit less wireit with one file', value: least },
    aim: { ours: 300, ratio: 1 },
  };
  yield {
    measure: `${what}, the event loop held at most`,
    unit: 'ms',
    ours: median(times.held),
    aim: { ours: 50 },
  };
}

function makeTree(folder: string, count: number): void {
  for (let index = 0; index < count; index++) {
    const file = path.join(folder, 'src', `${index % 100}`, `${index}.ts`);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, `export const value${index} = ${index};\n`.repeat(50));
  }
  const build = { command: 'mkdir -p out && echo made > out/a', files: ['src/**'], output: ['out/**'] };
  const json = { name: 'x', version: '1.0.0', scripts: { build: 'wireit' }, wireit: { build } };
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(json));
}

async function ours(folder: string, then = ''): Promise<Pick<Times<number>, 'process' | 'check' | 'held'>> {
  const child = path.join(root, 'test/bench/check-child.ts');
  const start = performance.now();
  const text = await readCommand(process.execPath, [child, folder, `${folder}-state`, then]);
  const time = performance.now() - start;
  const { milliseconds, held, upToDate } = JSON.parse(text) as {
    readonly [name in 'milliseconds' | 'held' | 'upToDate']: number;
  };
  if (!upToDate && then === '') throw new Error('Nothing has changed, and it would run again.');
  return { process: time, check: milliseconds, held };
}

/** As `npm run build` starts it, without npm. @returns whether the script had to run */
async function wireit(folder: string): Promise<boolean> {
  const json = path.join(folder, 'package.json');
  const asNpm = { npm_lifecycle_event: 'build', npm_package_json: json, npm_config_user_agent: 'npm/11' };
  const program = path.join(root, 'node_modules/wireit/bin/wireit.js');
  const said = await readCommand(process.execPath, [program], {
    cwd: folder,
    env: { ...process.env, ...asNpm },
  });
  return !said.includes('Ran 0 scripts and skipped 1');
}
