import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { StatSeries } from '../../src/core/stat-series.ts';
import { decimate } from '../../src/core/stats.ts';
import type { Stat } from '../../src/core/stats.ts';
import type { Figure } from './figure.ts';
import { timeInTurn } from './timing.ts';

/** What must stay quick as runs last and files grow. */
export async function* measureData(): AsyncGenerator<Figure> {
  yield await measureDecimate();
  yield measureSeries();
  yield measureSeriesMemory();
}

async function measureDecimate(): Promise<Figure> {
  const stats = Array.from({ length: 1_000_000 }, (_, index) => sample(index));
  const [ours = 0] = await timeInTurn(5, [() => decimate(240, stats)], 1);
  const measure = 'Statistics: 1,000,000 samples to 240 points';
  return { measure, unit: 'ms', ours, aim: { ours: 200 } };
}

/** In µs for each sample: of 200,000 in one long run, and of as many over runs that have just begun. */
function measureSeries(): Figure {
  const added = 100;
  const runs = 2000;
  const young = Array.from({ length: runs }, () => filled(10));
  const old = filled(1_000_000);
  const early = time(() => {
    for (const series of young) addTo(series, 10, added);
  });
  const late = time(() => {
    addTo(old, 1_000_000, added * runs);
  });
  const inMicroseconds = (milliseconds: number): number => (milliseconds * 1000) / (added * runs);
  return {
    measure: 'Statistics: one sample more after 1,000,000',
    unit: 'µs',
    ours: inMicroseconds(late),
    competitor: { name: 'ours after 10', value: inMicroseconds(early) },
    aim: { ratio: 1.5 },
  };
}

/** In kB for each series, of many. */
function measureSeriesMemory(): Figure {
  const count = 3;
  const kept = (samples: number): number => {
    const before = heapUsed();
    const all = Array.from({ length: count }, () => filled(samples));
    const after = heapUsed();
    if (all.some(({ latest }) => latest === undefined)) throw new Error('A series is empty.'); // It is in use until here.
    return (after - before) / count / 1000;
  };
  const young = kept(240);
  return {
    measure: 'Statistics: memory of a series after 1,000,000',
    unit: 'kB',
    ours: kept(1_000_000),
    competitor: { name: 'ours after 240, the points that it keeps', value: young },
    // Sums of many samples are numbers that take more than those of one.
    aim: { ratio: 1.25 },
  };
}

function filled(length: number): StatSeries {
  const series = new StatSeries(240);
  addTo(series, 0, length);
  return series;
}

function addTo(series: StatSeries, from: number, count: number): void {
  for (let index = from; index < from + count; index++) series.add(sample(index));
}

/** A second after the one before, as the engine has it. */
function sample(index: number): Stat {
  const metrics = {
    ...{ net_rx: index * 100, net_tx: index * 10, mem_limit: 2 ** 30, mem_usage: 2 ** 20 + (index % 1000) },
    ...{ disk_read: index * 7, disk_write: index * 3, cpu_user: index % 100, cpu_kernel: index % 7 },
    cpu_total: index % 107,
  };
  return { timestamp: 1_700_000_000_000 + index * 1000, metrics };
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** In bytes, without what is garbage, which takes more than one collection to find. */
function heapUsed(): number {
  for (let time = 0; time < 4; time++) collect();
  return process.memoryUsage().heapUsed;
}

function time(act: () => void): number {
  const start = performance.now();
  act();
  return performance.now() - start;
}
