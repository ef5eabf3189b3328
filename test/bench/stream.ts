import path from 'node:path';
import { readCommand } from '../helpers/run-command.ts';
import { image } from '../helpers/task.ts';
import type { Figure } from './figure.ts';
import { slowRate } from './slow-sink.ts';
import { median } from './timing.ts';

const MiB = 2 ** 20;
const rounds = 3;
const line = 'x'.repeat(99);
/** Few of the short ones: an engine's log takes about 2 µs for each line, whoever reads it. */
const loads = [
  { what: '1 GiB in lines of 100 bytes', line, bytes: 1024 * MiB },
  { what: '16 MiB in lines of 2 bytes', line: 'y', bytes: 16 * MiB },
];

/** What one run of stream-child.ts has taken. */
export interface StreamResult {
  /** From the command to the container's removal, in ms. */
  readonly time: number;
  /** The peak of the process's memory over what it was before, in bytes. */
  readonly memory: number;
  /** How many bytes the container was ahead of the sink at its end. */
  readonly ahead: number;
}

/** A container that writes as fast as it can, to a sink that only counts. */
export async function* measureStream(): AsyncGenerator<Figure> {
  for (const { what, line, bytes } of loads) {
    const results = { ours: [] as StreamResult[], bare: [] as StreamResult[], docker: [] as number[] };
    for (let round = 0; round < rounds; round++) {
      results.ours.push(await stream('ours', line, bytes));
      results.docker.push(await dockerRun(line, bytes));
      results.bare.push(await stream('bare', line, bytes));
    }
    const [ours, bare] = [results.ours, results.bare];
    yield {
      measure: `Output: ${what}, to a sink`,
      unit: 'ms',
      ours: median(ours.map(({ time }) => time)),
      competitor: { name: 'docker run --rm, to a pipe', value: median(results.docker) },
      floor: { name: 'the raw socket', value: median(bare.map(({ time }) => time)) },
      aim: { ratio: 1, floor: 1.05 },
    };
    yield {
      measure: `Output: memory while ${what} streams`,
      unit: 'MiB more',
      ours: median(ours.map(({ memory }) => memory)) / MiB,
      floor: { name: 'the raw socket', value: median(bare.map(({ memory }) => memory)) / MiB },
      aim: { floor: 1.05 },
    };
  }
}

/** A container that is held back by a log file on a slow disk; the file's bytes are compared with what was written. */
export async function* measureSlowSink(): AsyncGenerator<Figure> {
  const [few, many] = [50 * MiB, 200 * MiB];
  const before = await stream('slow', line, few);
  const { time, memory, ahead } = await stream('slow', line, many);
  const floor = { name: 'at that speed', value: (many * 1000) / slowRate };
  const sink = `200 MiB to a log file that takes ${slowRate / 1e6} MB/s`;
  yield { measure: `Output: ${sink}`, unit: 'ms', ours: time, floor };
  yield {
    measure: `Output: memory while ${sink.replace(' to', ' stream to')}`,
    unit: 'MiB more',
    ours: memory / MiB,
    competitor: { name: 'ours while 50 MiB do', value: before.memory / MiB },
    aim: { ratio: 1.25 },
  };
  // The engine has a buffer of 1 MB for an attached stream; the rest is in pipes and sockets.
  const measure = 'Output: how far the container is ahead of that file';
  yield { measure, unit: 'MiB', ours: ahead / MiB, aim: { ours: 2 } };
}

async function stream(way: 'ours' | 'bare' | 'slow', line: string, bytes: number): Promise<StreamResult> {
  const child = path.join(import.meta.dirname, 'stream-child.ts');
  return JSON.parse(await readCommand(process.execPath, [child, way, line, String(bytes)])) as StreamResult;
}

/** In ms. */
async function dockerRun(line: string, bytes: number): Promise<number> {
  const start = performance.now();
  const run = `docker run --rm --init ${image} sh -c 'yes ${line} | head -c ${bytes}' | wc -c`;
  const received = Number(await readCommand('sh', ['-c', run]));
  if (received !== bytes) throw new Error(`docker run let ${received} bytes through of ${bytes}.`);
  return performance.now() - start;
}
