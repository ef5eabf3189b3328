import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StatSeries } from '../../../src/core/stat-series.ts';
import type { Stat } from '../../../src/core/stats.ts';

const start = 1_500_000_000_000;

describe('a short run', () => {
  test('is empty before its first sample', () => {
    const series = new StatSeries();
    expect(series.points).toEqual([]);
    expect(series.latest).toBeUndefined();
    expect(series.peaks).toEqual({});
  });

  test('shows every sample as it is', () => {
    const stats = everySecond(240);
    expect(seriesOf(stats).points).toEqual(stats);
    expect(seriesOf(stats, 239).points.length).toBeLessThan(240);
  });
});

describe('a long run', () => {
  test('is averaged exactly within equal windows of time', () => {
    const { points } = seriesOf(
      everySecond(8).map((stat) => ({ ...stat, metrics: { x: stat.metrics['x']! ** 2 } })),
      4,
    );
    // 2048 ms: seconds 0 to 2, 3 to 4, 5 to 6, 7
    expect(points).toEqual([
      { timestamp: start + 1000, metrics: { x: 1 } },
      { timestamp: start + 3500, metrics: { x: 12 } },
      { timestamp: start + 5500, metrics: { x: 30 } },
      { timestamp: start + 7000, metrics: { x: 49 } },
    ]);
  });

  test('keeps between half and all of the points, from its start to its end', () => {
    const series = new StatSeries(100);
    everySecond(20_000).forEach((stat, index) => {
      series.add(stat);
      if (index < 100 || index % 97 !== 0) return;
      const { points } = series;
      expect(points.length).toBeGreaterThan(48);
      expect(points.length).toBeLessThanOrEqual(100);
      expect(points[0]!.timestamp - start).toBeLessThanOrEqual((index * 1000) / 48);
      expect(start + index * 1000 - points.at(-1)!.timestamp).toBeLessThanOrEqual((index * 1000) / 48);
    });
  });

  test('shows no points where there were no samples', () => {
    const stats = everySecond(1000).map(({ timestamp, metrics }, index) => ({
      timestamp: timestamp + (index < 500 ? 0 : 3_600_000),
      metrics,
    }));
    const times = seriesOf(stats, 100).points.map(({ timestamp }) => timestamp - start);
    expect(times.some((time) => time > 510_000 && time < 4_090_000)).toBe(false);
    expect(times.at(-1)).toBeGreaterThan(4_590_000);
  });

  test('keeps peaks and the latest sample as they were', () => {
    const series = seriesOf(
      everySecond(1000).map((stat, index) =>
        index === 333 ? { ...stat, metrics: { x: 1e9, once: -5 } } : stat,
      ),
      10,
    );
    expect(series.peaks).toEqual({ x: 1e9, once: -5 });
    expect(series.latest).toEqual({ timestamp: start + 999_000, metrics: { x: 999 } });
    expect(Math.max(...series.points.map(({ metrics }) => metrics['x']!))).toBeLessThan(1e9);
  });

  test('costs no more per sample than a short one', () => {
    const series = new StatSeries(240);
    const begin = performance.now();
    for (let x = 0; x < 300_000; x++) series.add({ timestamp: start + x * 1000, metrics: { x, one: 1 } });
    // Measured: 0.1 s for three and a half days of samples.
    expect(performance.now() - begin).toBeLessThan(3000);
    expect(series.points.map(({ metrics }) => metrics['one'])).toEqual(series.points.map(() => 1));
  });
});

describe('peaks', () => {
  test('are the samples themselves while every one is kept', () => {
    const { highs, stats, peaks } = seriesOf(everySecond(5)).samples;
    expect(highs).toEqual([]);
    expect(stats).toHaveLength(5);
    expect(peaks).toEqual({ x: 4 });
  });

  test('are kept for each window that is averaged', () => {
    const spiky = everySecond(64).map((stat, index) => ({
      ...stat,
      metrics: { x: index % 8 === 5 ? 1000 + index : 1 },
    }));
    // 8 windows of 8192 ms each; a spike in each of them.
    const { stats, highs } = seriesOf(spiky, 8).samples;
    expect(highs?.map((high) => high['x'])).toEqual([1005, 1013, 1021, 1029, 1037, 1045, 1053, 1061]);
    expect(highs).toHaveLength(stats.length);
  });

  test('of a total are how fast it has grown from one sample to the next', () => {
    const series = new StatSeries(2);
    const totals = [0, 100, 5100, 5200, 10, 20];
    totals.forEach((net_rx, second) => {
      series.add({ timestamp: start + second * 1000, metrics: { net_rx } });
    });
    expect(series.peaks).toEqual({ net_rx: 5000 });
    // 4096 ms: seconds 0 to 4, 5
    expect(series.samples.highs).toEqual([{ net_rx: 5000 }, { net_rx: 10 }]);
  });

  test('are there of a metric that comes late, and none of one that never came', () => {
    const series = new StatSeries(1);
    series.add({ timestamp: start, metrics: { x: 1 } });
    series.add({ timestamp: start + 1, metrics: { late: 7, net_rx: 3 } });
    expect(series.samples).toMatchObject({ highs: [{ x: 1, late: 7 }], peaks: { x: 1, late: 7 } });
    expect(series.points).toEqual([{ timestamp: start + 0.5, metrics: { x: 0, late: 3, net_rx: 1 } }]);
  });
});

test('a run of 30 days stays as small as one of an hour', () => {
  const series = new StatSeries();
  for (let second = 0; second < 30 * 86_400; second += 10) {
    const cpu_total = second === 1_000_000 ? 300 : second % 90;
    series.add({ timestamp: start + second * 1000, metrics: { cpu_total, net_rx: second * 5 } });
  }
  const { stats, highs, peaks } = series.samples;
  expect(stats.length).toBeGreaterThan(118);
  expect(stats.length).toBeLessThanOrEqual(240);
  expect(highs?.filter((high) => high['cpu_total'] === 300)).toHaveLength(1);
  expect(peaks).toEqual({ cpu_total: 300, net_rx: 5 });
  expect(JSON.stringify(series.samples).length).toBeLessThan(40_000);
});

describe('samples in disorder', () => {
  test('keep their order with the time of the one before', () => {
    const times = [5, 3, NaN, 5, 9, Infinity, 4];
    const series = seriesOf(times.map((time, x) => ({ timestamp: start + time, metrics: { x } })));
    expect(series.points.map(({ timestamp, metrics }) => [timestamp - start, metrics['x']])).toEqual([
      [5, 0],
      [5, 1],
      [5, 2],
      [5, 3],
      [9, 4],
      [9, 5],
      [9, 6],
    ]);
    expect(series.latest?.timestamp).toBe(start + 4);
  });

  test('of one time become one point once they are too many', () => {
    const series = seriesOf(
      Array.from({ length: 11 }, (_, x) => ({ timestamp: start, metrics: { x } })),
      10,
    );
    expect(series.points).toEqual([{ timestamp: start, metrics: { x: 5 } }]);
  });
});

test.each([0, -1, NaN, 0.5, 1, 1.9])('keeps one point for a maximum of %d', (max) => {
  expect(seriesOf(everySecond(9), max).points).toEqual([{ timestamp: start + 4000, metrics: { x: 4 } }]);
});

test('for any samples: few points, in order', () => {
  const time = fc.oneof(fc.integer({ min: start, max: start + 5000 }), fc.double(), fc.integer());
  const run = fc.array(fc.tuple(time, fc.integer({ min: 0, max: 1000 })), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(run, fc.integer({ min: 1, max: 20 }), (samples, max) => {
      const stats = samples.map(([timestamp, x]) => ({ timestamp, metrics: { x } }));
      const series = seriesOf(stats, max);
      const times = series.points.map(({ timestamp }) => timestamp);
      expect(times.length).toBeLessThanOrEqual(max);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(times.every(Number.isFinite)).toBe(true);
      expect(series.latest).toBe(stats.at(-1));
      expect(series.peaks).toEqual({ x: Math.max(...samples.map(([, x]) => x)) });
    }),
    { numRuns: 500 },
  );
});

test('counts every sample once, its metrics and its time', () => {
  const gaps = fc.array(fc.oneof(fc.nat(3), fc.nat(3000), fc.nat(1e7)), { minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(gaps, fc.integer({ min: 1, max: 20 }), (steps, max) => {
      let time = start;
      const stats = steps.map((step, index) => ({
        timestamp: (time += step),
        metrics: { index: index * unit, one: unit },
      }));
      const { points } = seriesOf(stats, max);
      let next = 0;
      for (const { timestamp, metrics } of points) {
        // Neighbours from `next` to `last` have the mean (next + last) / 2.
        const last = Math.round((2 * metrics['index']!) / unit) - next;
        expect(metrics['one']).toBe(unit);
        expect(last).toBeGreaterThanOrEqual(next);
        const times = stats.slice(next, last + 1).map((stat) => stat.timestamp - start);
        const mean = times.reduce((sum, offset) => sum + offset, 0) / times.length;
        expect(Math.abs(timestamp - start - mean)).toBeLessThan(0.001);
        next = last + 1;
      }
      expect(next).toBe(stats.length);
    }),
    { numRuns: 500 },
  );
});

/** So large that rounding an average down does not matter. */
const unit = 2 ** 20;

function everySecond(length: number): readonly Stat[] {
  return Array.from({ length }, (_, x) => ({ timestamp: start + x * 1000, metrics: { x } }));
}

function seriesOf(stats: readonly Stat[], max?: number): StatSeries {
  const series = new StatSeries(max);
  for (const stat of stats) series.add(stat);
  return series;
}
