import type { Samples } from '../src/core/protocol.ts';
import type { Stat } from '../src/core/stats.ts';

/** One point of a chart: elapsed seconds since the run's start, and the value then, which is a mean in a long run. */
export interface Point {
  readonly x: number;
  readonly y: number;
  /** The highest value that the mean stands for, where it is above it. */
  readonly high?: number;
}

/** Everything that the charts draw of a run: CPU in percent of one core, memory in bytes, the rest in bytes a second. */
export type Series = Readonly<Record<SeriesName, readonly Point[]>>;

/** In the order shown. */
export const seriesNames = ['cpu', 'memory', 'networkIn', 'networkOut', 'diskRead', 'diskWrite'] as const;

export type SeriesName = (typeof seriesNames)[number];

/** A number for each series; `undefined` where it has none yet. */
export type Figures = Readonly<Record<SeriesName, number | undefined>>;

/** What each series is made of, as the engine counts it. */
export const metricOf = {
  cpu: 'cpu_total',
  memory: 'mem_usage',
  networkIn: 'net_rx',
  networkOut: 'net_tx',
  diskRead: 'disk_read',
  diskWrite: 'disk_write',
} as const satisfies Record<SeriesName, string>;

/** Makes something of each series. */
export function forEachSeries<T>(make: (name: SeriesName) => T): Readonly<Record<SeriesName, T>> {
  return {
    cpu: make('cpu'),
    memory: make('memory'),
    networkIn: make('networkIn'),
    networkOut: make('networkOut'),
    diskRead: make('diskRead'),
    diskWrite: make('diskWrite'),
  };
}

/** The points of a run's samples, which are in order of time. A sample without a metric adds no point to its series. */
export function toSeries(
  samples: readonly Stat[],
  startedAt: number,
  highs: NonNullable<Samples['highs']> = [],
): Series {
  return forEachSeries((name) => {
    const metric = metricOf[name];
    const values = samples.flatMap(({ timestamp, metrics }, index): Value[] => {
      const y = metrics[metric];
      return y === undefined
        ? []
        : [{ x: (timestamp - startedAt) / 1000, y, highest: highs[index]?.[metric] }];
    });
    return (isGauge(name) ? values : rates(values)).map(toPoint);
  });
}

/** The points drawn, which are averages in a long run, and the newest sample behind them as it was measured. */
export function withLatest(points: readonly Stat[], latest: Stat | undefined): readonly Stat[] {
  const last = points.at(-1);
  return latest && (!last || latest.timestamp > last.timestamp) ? [...points, latest] : points;
}

/** The highest value of each series over all samples; `peaks` has those that averages hide. */
export function highestOf(series: Series, peaks: Samples['peaks']): Figures {
  return forEachSeries((name) =>
    series[name].reduce<number | undefined>(
      (highest, { y, high = y }) => Math.max(highest ?? high, high),
      peaks[metricOf[name]],
    ),
  );
}

/**
 * The mean of each series over the time that it was measured: of a gauge by the trapezoidal rule, of a rate by the time that
 * each one holds for, so that it is the growth divided by the time.
 */
export function meansOf(series: Series, samples: readonly Stat[], startedAt: number): Figures {
  return forEachSeries((name) => {
    const points = series[name];
    if (isGauge(name)) return mean(points, ({ y }, previous) => (y + previous.y) / 2, points[0]);
    const first = samples.find(({ metrics }) => metrics[metricOf[name]] !== undefined);
    return mean(points, ({ y }) => y, first && { x: (first.timestamp - startedAt) / 1000, y: 0 });
  });
}

/** The newest value of a metric, as the engine counted it. */
export function lastMetric(samples: readonly Stat[], metric: string): number | undefined {
  return samples.findLast((sample) => sample.metrics[metric] !== undefined)?.metrics[metric];
}

interface Value extends Point {
  readonly highest: number | undefined;
}

function isGauge(name: SeriesName): boolean {
  return name === 'cpu' || name === 'memory';
}

/** A counter that starts over, as when the container restarts, would give a negative rate: it counts as none. */
function rates(counter: readonly Value[]): readonly Value[] {
  return counter.flatMap(({ x, y, highest }, index) => {
    const previous = counter[index - 1];
    return previous && x > previous.x
      ? [{ x, y: Math.max(0, (y - previous.y) / (x - previous.x)), highest }]
      : [];
  });
}

/** A mean is rounded down: what is less than 1 above it is no peak. */
function toPoint({ x, y, highest = y }: Value): Point {
  return highest >= y + 1 ? { x, y, high: highest } : { x, y };
}

function mean(
  points: readonly Point[],
  height: (point: Point, previous: Point) => number,
  start: Point | undefined,
): number | undefined {
  const last = points.at(-1);
  if (!last || !start || last.x <= start.x) return last?.y;
  const area = points.reduce((sum, point, index) => {
    const previous = points[index - 1] ?? start;
    return sum + height(point, previous) * (point.x - previous.x);
  }, 0);
  return area / (last.x - start.x);
}
