import type { Stat } from '../src/core/stats.ts';

/** One point of a chart: elapsed seconds since the run's start, and the value then. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Everything that the charts draw of a run: CPU in percent of one core, memory in bytes, the rest in bytes a second. */
export type Series = Readonly<Record<SeriesName, readonly Point[]>>;

export type SeriesName = 'cpu' | 'memory' | 'networkIn' | 'networkOut' | 'diskRead' | 'diskWrite';

/** The highest value of each series so far; `undefined` where it has none yet. */
export type Peaks = Readonly<Record<SeriesName, number | undefined>>;

/** The points of a run's samples, which are in order of time. A sample without a metric adds no point to its series. */
export function toSeries(samples: readonly Stat[], startedAt: number): Series {
  return {
    cpu: gauge(samples, startedAt, 'cpu_total'),
    memory: gauge(samples, startedAt, 'mem_usage'),
    networkIn: rate(gauge(samples, startedAt, 'net_rx')),
    networkOut: rate(gauge(samples, startedAt, 'net_tx')),
    diskRead: rate(gauge(samples, startedAt, 'disk_read')),
    diskWrite: rate(gauge(samples, startedAt, 'disk_write')),
  };
}

/** The points drawn, which are averages in a long run, and the newest sample behind them as it was measured. */
export function withLatest(points: readonly Stat[], latest: Stat | undefined): readonly Stat[] {
  const last = points.at(-1);
  return latest && (!last || latest.timestamp > last.timestamp) ? [...points, latest] : points;
}

/** Raises the peaks to the series' highest values. They never sink, though averaging a longer run flattens its points. */
export function raisePeaks(series: Series, before?: Peaks): Peaks {
  const raise = (name: SeriesName): number | undefined => highestOf(series[name], before?.[name]);
  return {
    cpu: raise('cpu'),
    memory: raise('memory'),
    networkIn: raise('networkIn'),
    networkOut: raise('networkOut'),
    diskRead: raise('diskRead'),
    diskWrite: raise('diskWrite'),
  };
}

/** The newest value of a metric, as the engine counted it. */
export function lastMetric(samples: readonly Stat[], metric: string): number | undefined {
  return samples.findLast((sample) => sample.metrics[metric] !== undefined)?.metrics[metric];
}

function gauge(samples: readonly Stat[], startedAt: number, metric: string): readonly Point[] {
  return samples.flatMap(({ timestamp, metrics }) => {
    const y = metrics[metric];
    return y === undefined ? [] : [{ x: (timestamp - startedAt) / 1000, y }];
  });
}

/** A counter that starts over, as when the container restarts, would give a negative rate: it counts as none. */
function rate(counter: readonly Point[]): readonly Point[] {
  return counter.flatMap(({ x, y }, index) => {
    const previous = counter[index - 1];
    return previous && x > previous.x ? [{ x, y: Math.max(0, (y - previous.y) / (x - previous.x)) }] : [];
  });
}

function highestOf(points: readonly Point[], before: number | undefined): number | undefined {
  return points.reduce<number | undefined>((highest, { y }) => Math.max(highest ?? y, y), before);
}
