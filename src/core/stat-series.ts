import type { Samples } from './protocol.ts';
import { growth, isTotal } from './stats.ts';
import type { Stat } from './stats.ts';

/**
 * The samples of one run, kept small however long it lasts. Up to `max` samples are kept as they are. Past that they are
 * averaged (as `average` does: sums divided by the number of samples, rounded down) within equal windows of time, whose
 * width doubles whenever there are more than `max` of them; the highest value in each window is kept beside. So memory is
 * bounded by `max` times the number of metrics, and a sample costs the same, spread over the run, after a minute and
 * after a month.
 *
 * A sample that is not later than the one before (or has no valid time) counts as of that one's time.
 */
export class StatSeries {
  readonly #max: number;
  readonly #windows: Window[] = [];
  /** Where each metric is among a window's numbers. */
  readonly #columns = new Map<string, Column>();
  /** In the order of the columns. */
  readonly #peaks: number[] = [];
  #previous: Stat | undefined;
  #latest: Stat | undefined;
  /** ms, a power of two; 0 while every sample is kept as it is. */
  #width = 0;

  /** @param max the most points to keep, at least 1 */
  constructor(max = 240) {
    this.#max = max >= 1 ? Math.floor(max) : 1;
  }

  /** Takes the next sample of the run. */
  add(stat: Stat): void {
    this.#latest = stat;
    const inOrder = this.#inOrder(stat);
    this.#append(this.#windowOf(inOrder));
    this.#previous = inOrder;
    if (this.#windows.length > this.#max) this.#widen();
  }

  /** At most `max` points in order of time, from the first sample to the last. */
  get points(): readonly Stat[] {
    return this.#windows.map((window) => this.#pointOf(window));
  }

  /** The last sample as it came. */
  get latest(): Stat | undefined {
    return this.#latest;
  }

  /** The highest value of each metric over all samples, however long ago; of a total, its highest growth in bytes a second. */
  get peaks(): Readonly<Record<string, number>> {
    return this.#named(this.#peaks);
  }

  /** All that is known. */
  get samples(): Samples {
    const highs = this.#width === 0 ? [] : this.#windows.map((window) => this.#named(window.highs));
    return { stats: this.points, highs, latest: this.latest, peaks: this.peaks };
  }

  #inOrder(stat: Stat): Stat {
    const previous = this.#windows.at(-1)?.lastTime ?? earliestTime;
    if (stat.timestamp >= previous && stat.timestamp <= latestTime) return stat;
    return { timestamp: previous, metrics: stat.metrics };
  }

  /** Runs for each sample: `for in` and plain arrays keep that within a µs or two. */
  #windowOf(stat: Stat): Window {
    const sums = none.slice(0, this.#columns.size);
    const highs = none.slice(0, this.#columns.size);
    for (const name in stat.metrics) {
      const value = stat.metrics[name] ?? 0;
      const { index, isTotal } = this.#columns.get(name) ?? this.#newColumn(name);
      const high = isTotal ? (growth(this.#previous, stat, name) ?? NaN) : value;
      sums[index] = value;
      highs[index] = high;
      this.#peaks[index] = higher(this.#peaks[index], high);
    }
    return { only: stat, time: stat.timestamp, lastTime: stat.timestamp, count: 1, elapsed: 0, sums, highs };
  }

  #newColumn(name: string): Column {
    const column = { index: this.#columns.size, isTotal: isTotal(name) };
    this.#columns.set(name, column);
    return column;
  }

  #append(window: Window): void {
    const last = this.#windows.at(-1);
    if (last !== undefined && this.#width > 0 && this.#positionOf(last) === this.#positionOf(window)) {
      merge(last, window);
    } else {
      this.#windows.push(window);
    }
  }

  /** Doubles the width until the windows are few enough; that happens at most 60 times in a run, for times are bounded. */
  #widen(): void {
    while (this.#windows.length > this.#max) {
      this.#width = this.#width === 0 ? 1 : this.#width * 2;
      for (const window of this.#windows.splice(0)) this.#append(window);
    }
  }

  /** Which window of time, counted from the first sample. */
  #positionOf(window: Window): number {
    const start = this.#windows[0]?.time ?? window.time;
    return Math.floor((window.time - start) / this.#width);
  }

  #pointOf({ only, time, lastTime, count, elapsed, sums }: Window): Stat {
    if (only) return only;
    const means = sums.map((sum) => Math.floor(sum / count));
    return { timestamp: Math.min(time + elapsed / count, lastTime), metrics: this.#named(means) };
  }

  #named(values: readonly number[]): Readonly<Record<string, number>> {
    const named: Record<string, number> = {};
    for (const [name, { index }] of this.#columns) {
      const value = values[index] ?? NaN;
      if (!Number.isNaN(value)) named[name] = value;
    }
    return named;
  }
}

/** The times that a Date can hold. */
const earliestTime = -8.64e15;
const latestTime = 8.64e15;

interface Column {
  readonly index: number;
  readonly isTotal: boolean;
}

/** No values: a copy of a part of it is the quickest way to an array of numbers. Metrics beyond these cost a little more. */
const none: readonly number[] = new Array<number>(32).fill(NaN);

/** The samples within one window of time. Their sums are exact up to 2^53: for bytes, 9 PB. */
interface Window {
  /** The sample, while there is no other. */
  only: Stat | undefined;
  /** Of the first sample. */
  readonly time: number;
  lastTime: number;
  count: number;
  /** ms since `time`, summed over the samples. */
  elapsed: number;
  /** For each metric; NaN: none of the samples has it. */
  readonly sums: number[];
  /** For each metric the highest value, of a total the highest growth; NaN as there. */
  readonly highs: number[];
}

function merge(window: Window, later: Window): void {
  window.only = undefined;
  window.lastTime = later.lastTime;
  window.count += later.count;
  window.elapsed += later.elapsed + later.count * (later.time - window.time);
  for (let index = 0; index < later.sums.length; index++) {
    const sum = later.sums[index] ?? NaN;
    const before = window.sums[index] ?? NaN;
    if (!Number.isNaN(sum)) window.sums[index] = Number.isNaN(before) ? sum : before + sum;
    window.highs[index] = higher(window.highs[index], later.highs[index] ?? NaN);
  }
}

/** NaN is no value. */
function higher(one = NaN, other: number): number {
  return one >= other || Number.isNaN(other) ? one : other;
}
