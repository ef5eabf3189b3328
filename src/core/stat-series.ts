import type { Stat } from './stats.ts';

/**
 * The samples of one run, kept small however long it lasts. Up to `max` samples are kept as they are. Past that they are
 * averaged (as `average` does: sums divided by the number of samples, rounded down) within equal windows of time, whose
 * width doubles whenever there are more than `max` of them. So memory is bounded by `max` times the number of metrics,
 * and a sample costs the same, spread over the run, after a minute and after a month.
 *
 * A sample that is not later than the one before (or has no valid time) counts as of that one's time.
 */
export class StatSeries {
  readonly #max: number;
  readonly #windows: Window[] = [];
  readonly #peaks = new Map<string, number>();
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
    for (const [name, value] of Object.entries(stat.metrics)) {
      this.#peaks.set(name, Math.max(value, this.#peaks.get(name) ?? value));
    }
    this.#append(windowOf(this.#inOrder(stat)));
    if (this.#windows.length > this.#max) this.#widen();
  }

  /** At most `max` points in order of time, from the first sample to the last. */
  get points(): readonly Stat[] {
    return this.#windows.map(pointOf);
  }

  /** The last sample as it came. */
  get latest(): Stat | undefined {
    return this.#latest;
  }

  /** The highest value of each metric over all samples, however long ago. */
  get peaks(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#peaks);
  }

  #inOrder(stat: Stat): Stat {
    const previous = this.#windows.at(-1)?.lastTime ?? earliestTime;
    if (stat.timestamp >= previous && stat.timestamp <= latestTime) return stat;
    return { timestamp: previous, metrics: stat.metrics };
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
    const start = this.#windows[0]?.first.timestamp ?? window.first.timestamp;
    return Math.floor((window.first.timestamp - start) / this.#width);
  }
}

/** The times that a Date can hold. */
const earliestTime = -8.64e15;
const latestTime = 8.64e15;

/** The sums of the samples within one window of time. They are exact up to 2^53: for bytes, 9 PB. */
interface Window {
  readonly first: Stat;
  lastTime: number;
  count: number;
  /** ms since `first`, summed over the samples. */
  elapsed: number;
  readonly sums: Map<string, number>;
}

function windowOf(stat: Stat): Window {
  return {
    first: stat,
    lastTime: stat.timestamp,
    count: 1,
    elapsed: 0,
    sums: new Map(Object.entries(stat.metrics)),
  };
}

function merge(window: Window, later: Window): void {
  window.lastTime = later.lastTime;
  window.count += later.count;
  window.elapsed += later.elapsed + later.count * (later.first.timestamp - window.first.timestamp);
  for (const [name, sum] of later.sums) window.sums.set(name, (window.sums.get(name) ?? 0) + sum);
}

function pointOf({ first, lastTime, count, elapsed, sums }: Window): Stat {
  if (count === 1) return first;
  return {
    timestamp: Math.min(first.timestamp + elapsed / count, lastTime),
    metrics: Object.fromEntries(Array.from(sums, ([name, sum]) => [name, Math.floor(sum / count)])),
  };
}
