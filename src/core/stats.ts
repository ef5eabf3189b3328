import * as l10n from '@vscode/l10n';

/**
 * One sample of named integers. Names and units are the Fn Project's: `net_rx`, `net_tx`, `mem_limit`, `mem_usage`,
 * `disk_read`, `disk_write` in bytes; `cpu_user`, `cpu_kernel`, `cpu_total` in whole percent of one core. `mem_usage` is
 * the working set, without the page cache that the kernel could drop. Ours beside them: `pids`, processes and threads.
 */
export interface Stat {
  /** Epoch ms; has a fraction where it is an average. */
  readonly timestamp: number;
  readonly metrics: Readonly<Record<string, number>>;
}

/** Whether a metric is a total that only grows while its container runs. The others say how much there is at the time. */
export function isTotal(metric: string): boolean {
  return totals.has(metric);
}

/**
 * How fast a total has grown between two samples, in whole units a second; `undefined` where nobody knows. One that starts
 * over, as when the container restarts, has not grown.
 */
export function growth(before: Stat | undefined, now: Stat, total: string): number | undefined {
  const seconds = (now.timestamp - (before?.timestamp ?? NaN)) / 1000;
  const more = (now.metrics[total] ?? NaN) - (before?.metrics[total] ?? NaN);
  return seconds > 0 && !Number.isNaN(more) ? Math.max(0, Math.round(more / seconds)) : undefined;
}

const totals: ReadonlySet<string> = new Set(['net_rx', 'net_tx', 'disk_read', 'disk_write']);

/**
 * Averages samples into one as Fn does: the time is the mean, each metric its sum divided by the number of all samples
 * (also of those without it), rounded down. One sample is returned as it is, none gives `undefined`.
 */
export function average(stats: readonly Stat[]): Stat | undefined {
  return averageOf(stats, 0, stats.length);
}

/**
 * Down-samples to at most `maxSamples` points by averaging within equal windows of time, as Fn's `Decimate` does: a window
 * takes what is not later than its end, an empty one gives no point, and the last point takes all that remains. Samples
 * that are few enough are returned as they are. Unlike Fn's, it changes nothing, sorts what is not in order of time, and
 * ends for every input; a `maxSamples` below 1 (or no number) gives no points. Takes time linear in the samples.
 */
export function decimate(maxSamples: number, stats: readonly Stat[]): readonly Stat[] {
  if (stats.length <= maxSamples) return stats;
  if (!(maxSamples >= 1)) return [];
  const sorted = inOrderOfTime(stats);
  const points: Stat[] = [];
  let from = 0;
  for (const to of endsOfWindows(Math.floor(maxSamples), sorted)) {
    const point = averageOf(sorted, from, to);
    if (point !== undefined) points.push(point);
    from = to;
  }
  return points;
}

/**
 * Writes samples as Fn stores them in a text column: nothing for no samples, otherwise a line of JSON with each time in
 * RFC 3339 (UTC, cut to whole ms) and each sample's metrics in order of their names.
 */
export function encodeStats(stats: readonly Stat[]): string {
  if (stats.length === 0) return '';
  const rows = stats.map(({ timestamp, metrics }) => ({
    timestamp: new Date(timestamp).toISOString(),
    metrics: Object.fromEntries(Object.entries(metrics).sort(([a], [b]) => (a < b ? -1 : 1))),
  }));
  return `${JSON.stringify(rows)}\n`;
}

/**
 * Reads what {@link encodeStats} or Fn wrote. No text (`null`, `undefined`, '' or JSON `null`) gives `undefined`.
 * @throws Error with one sentence for the user when the text is anything else than a list of samples
 */
export function decodeStats(text: string | null | undefined): readonly Stat[] | undefined {
  if (text === null || text === undefined || text === '') return undefined;
  const value = parseJson(text);
  if (value === null) return undefined;
  if (!Array.isArray(value)) throw new Error(l10n.t('The stats are no list: {0}.', expectedStats()));
  return value.map(toStat);
}

/**
 * The mean of `stats[from]` up to but without `stats[to]`. Fn divides each time in whole ns by the count, rounds it
 * toward zero and adds up. ns since the epoch exceed what a number holds exactly, so here ms since the first sample are
 * added up, and what Fn loses by rounding (less than 1 ns for each sample) is found from remainders, which are small.
 */
function averageOf(stats: readonly Stat[], from: number, to: number): Stat | undefined {
  const first = stats[from];
  const count = to - from;
  if (first === undefined || count <= 1) return first;
  const sums = new Map<string, Sum>();
  let elapsed = 0;
  let lost = 0;
  for (let index = from; index < to; index++) {
    const { timestamp, metrics } = stats[index] ?? first;
    elapsed += timestamp - first.timestamp;
    lost += remainder(remainder(timestamp, count) * (nsPerMs % count), count);
    addMetrics(sums, metrics, count);
  }
  const whole = Math.floor(elapsed / count);
  const fraction = (elapsed - whole * count - lost / nsPerMs) / count;
  return { timestamp: addRoundingDown(first.timestamp + whole, fraction), metrics: means(sums, count) };
}

const nsPerMs = 1e6;

/** Like `%`, which is many times slower for numbers past 32 bits; exact for whole numbers. */
function remainder(value: number, divisor: number): number {
  return value - Math.trunc(value / divisor) * divisor;
}

/** A sum as `quotients * count + remainders`, exact where the plain sum would exceed what a number holds exactly. */
interface Sum {
  quotients: number;
  remainders: number;
}

/** Runs for each metric of each sample: `for in` and a sum changed in place keep a million samples within 0.1 s. */
function addMetrics(sums: Map<string, Sum>, metrics: Stat['metrics'], count: number): void {
  for (const name in metrics) {
    const value = metrics[name] ?? 0;
    const quotient = Math.floor(value / count);
    const sum = sums.get(name);
    if (sum === undefined) {
      sums.set(name, { quotients: quotient, remainders: value - quotient * count });
    } else {
      sum.quotients += quotient;
      sum.remainders += value - quotient * count;
    }
  }
}

function means(sums: ReadonlyMap<string, Sum>, count: number): Stat['metrics'] {
  return Object.fromEntries(
    Array.from(sums, ([name, sum]) => [name, sum.quotients + Math.floor(sum.remainders / count)]),
  );
}

/** A number holds epoch ms to a quarter of a µs: 1 ns less than a whole ms must not become that ms. */
function addRoundingDown(whole: number, fraction: number): number {
  const sum = whole + fraction;
  return sum - whole > fraction ? sum - Math.abs(sum) * (Number.EPSILON / 2) : sum;
}

function inOrderOfTime(stats: readonly Stat[]): readonly Stat[] {
  let latest = -Infinity;
  for (const { timestamp } of stats) {
    if (timestamp < latest) return stats.toSorted((a, b) => a.timestamp - b.timestamp);
    latest = timestamp;
  }
  return stats;
}

/**
 * Where each window ends in `stats`, empty windows left out. In ns since the first sample: whole numbers, exact up to 104
 * days. Where Fn's window of whole ns is empty (and Fn never ends) the window is a fraction of one.
 */
function endsOfWindows(max: number, stats: readonly Stat[]): readonly number[] {
  const start = stats[0]?.timestamp ?? 0;
  const span = ((stats.at(-1)?.timestamp ?? 0) - start) * nsPerMs;
  const width = Math.floor(span / max) || span / max;
  const ends: number[] = [];
  let end = width;
  for (const [index, { timestamp }] of stats.entries()) {
    const offset = (timestamp - start) * nsPerMs;
    if (offset <= end || ends.length >= max - 1) continue;
    ends.push(index);
    end = Math.ceil(offset / width) * width;
  }
  return [...ends, stats.length];
}

function expectedStats(): string {
  return l10n.t(
    'a JSON list of {0}, each time in RFC 3339 and each metric a whole number, was expected',
    '{"timestamp": "2018-01-12T00:00:00.000Z", "metrics": {"name": 1}}',
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(l10n.t('The stats are not JSON: {0}.', expectedStats()), { cause });
  }
}

function toStat(value: unknown, index: number): Stat {
  if (isRecord(value)) {
    const timestamp = parseTimestamp(value['timestamp']);
    const metrics = value['metrics'];
    if (timestamp !== undefined && isMetrics(metrics)) return { timestamp, metrics };
  }
  throw new Error(l10n.t('The stats are wrong at sample {0}: {1}.', index + 1, expectedStats()));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isMetrics(value: unknown): value is Stat['metrics'] {
  return isRecord(value) && Object.values(value).every((metric) => Number.isInteger(metric));
}

/** RFC 3339 to epoch ms. `Date.parse` alone would take other formats too, and 30 February for 2 March. */
function parseTimestamp(value: unknown): number | undefined {
  const rfc3339 = /^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/i;
  const date = typeof value === 'string' ? rfc3339.exec(value)?.[1] : undefined;
  if (typeof value !== 'string' || date === undefined) return undefined;
  const timestamp = Date.parse(value);
  const isRealDay = !Number.isNaN(timestamp) && new Date(date).toISOString().startsWith(date);
  return isRealDay ? timestamp : undefined;
}
