import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { average, decimate, decodeStats, encodeStats } from '../../../src/core/stats.ts';
import type { Stat } from '../../../src/core/stats.ts';
import decimateVectors from '../../vectors/decimate.json' with { type: 'json' };
import textVectors from '../../vectors/stats-text.json' with { type: 'json' };

const start = 1_500_000_000_000;

const anyTimestamp = fc.oneof(
  fc.integer({ min: start, max: start + 100 }),
  fc.integer({ min: -1e15, max: 1e15 }),
  fc.double(),
);
const anyStats = fc.array(
  fc.record({ timestamp: anyTimestamp, metrics: fc.dictionary(fc.string(), fc.nat(), { maxKeys: 3 }) }),
  { maxLength: 60 },
);
const anyMaximum = fc.oneof(fc.integer({ min: -2, max: 40 }), fc.double());

describe('average', () => {
  test('of nothing is undefined and of one sample that sample', () => {
    const stat = sample(0, { x: 1 });
    expect(average([])).toBeUndefined();
    expect(average([stat])).toBe(stat);
  });

  test('divides by all samples, also those without the metric, and rounds down', () => {
    const stats = [sample(0, { a: 1, b: 5 }), sample(1000, { a: 2 }), sample(2000, { c: 8, a: 2 })];
    expect(average(stats)?.metrics).toEqual({ a: 1, b: 1, c: 2 });
  });

  test('is exact where the sum is not', () => {
    const value = Number.MAX_SAFE_INTEGER;
    const stats = [value, value - 4, value - 2, value - 1].map((x, index) => sample(index, { x }));
    expect(average(stats)?.metrics).toEqual({ x: value - 2 });
  });

  test('agrees with Fn in ns, on whole numbers of any size', () => {
    const stats = fc.array(fc.record({ ms: fc.nat(4e12), x: fc.maxSafeNat() }), {
      minLength: 2,
      maxLength: 50,
    });
    fc.assert(
      fc.property(stats, (rows) => {
        const mean = average(rows.map(({ ms, x }) => ({ timestamp: ms, metrics: { x } })));
        const count = BigInt(rows.length);
        const ns = rows.reduce((sum, { ms }) => sum + (BigInt(ms) * 1_000_000n) / count, 0n);
        const x = rows.reduce((sum, row) => sum + BigInt(row.x), 0n) / count;
        expect(mean?.metrics).toEqual({ x: Number(x) });
        expect(Math.floor(mean?.timestamp ?? NaN)).toBe(Number(ns / 1_000_000n));
        expect(Math.abs((mean?.timestamp ?? NaN) - Number(ns) / 1e6)).toBeLessThan(0.002);
      }),
    );
  });

  test('keeps a metric named like a property of every object', () => {
    const metrics: unknown = JSON.parse('{"__proto__": 4, "constructor": 2}');
    const stats = [sample(0, metrics as Stat['metrics']), sample(2, metrics as Stat['metrics'])];
    expect(Object.entries(average(stats)?.metrics ?? {})).toEqual([
      ['__proto__', 4],
      ['constructor', 2],
    ]);
  });
});

describe('decimate', () => {
  test.each(Object.entries(decimateVectors.cases))('gives what Fn gives for %s', (name, expected) => {
    const [, gap, length, max] = /^(gap)?(\d+)_(\d+)$/.exec(name) ?? [];
    const seconds = Array.from({ length: Number(length) }, (_, x) => (gap && x >= 150 ? x + 20 * 60 : x));
    const points = decimate(
      Number(max),
      seconds.map((second, x) => sample(second * 1000, { x })),
    );
    expect(points.map(({ metrics }) => metrics)).toEqual(expected.map(([, x]) => ({ x })));
    const offsets = points.map(({ timestamp }) => timestamp - start);
    expect(offsets.map(Math.floor)).toEqual(expected.map(([ms]) => Math.floor(ms ?? NaN)));
    expect(offsets.map(Math.round)).toEqual(expected.map(([ms]) => Math.round(ms ?? NaN)));
  });

  test('covers every vector', () => {
    expect(Object.keys(decimateVectors.cases)).toHaveLength(9);
  });

  test('agrees with a plain account of Fn in ns for times in order', () => {
    const steps = fc.array(fc.oneof(fc.nat(5), fc.nat(2000), fc.nat(1e6)), { minLength: 2, maxLength: 80 });
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 30 }), (gaps, max) => {
        let time = 0;
        const times = gaps.map((gap) => (time += gap));
        fc.pre((times.at(-1) ?? 0) > (times[0] ?? 0));
        const stats = times.map((ms, x) => sample(ms, { x, one: 1 }));
        const expected = decimateLikeFn(max, stats);
        const points = decimate(max, stats);
        expect(points.map(({ metrics }) => metrics)).toEqual(expected.map(({ metrics }) => metrics));
        expect(points.map(({ timestamp }) => Math.floor(timestamp))).toEqual(
          expected.map(({ timestamp }) => timestamp),
        );
      }),
      { numRuns: 500 },
    );
  });

  test('returns few enough samples as they are', () => {
    const stats = [sample(5, {}), sample(1, {})];
    expect(decimate(2, stats)).toBe(stats);
    expect(decimate(Infinity, stats)).toBe(stats);
    expect(decimate(0, [])).toEqual([]);
  });

  test.each([0, -1, 0.5, NaN, -Infinity])('gives no points for a maximum of %d', (max) => {
    expect(decimate(max, [sample(0, { x: 1 }), sample(1, { x: 1 })])).toEqual([]);
  });

  test('rounds a maximum that is no whole number down', () => {
    const stats = Array.from({ length: 10 }, (_, x) => sample(x * 1000, { x }));
    expect(decimate(3.9, stats)).toEqual(decimate(3, stats));
  });

  test('puts equal times into one point', () => {
    const stats = Array.from({ length: 10 }, (_, x) => sample(0, { x }));
    expect(decimate(3, stats)).toEqual([sample(0, { x: 4 })]);
  });

  test('ends for more points than the times have ns', () => {
    const stats = Array.from({ length: 2_000_001 }, (_, x) => sample(x < 1_000_000 ? 0 : 1, { x }));
    expect(decimate(2_000_000, stats).map(({ metrics }) => metrics)).toEqual([
      { x: 499_999 },
      { x: 1_500_000 },
    ]);
  });

  test('sorts what is not in order of time', () => {
    const stats = Array.from({ length: 100 }, (_, x) => sample(x * 1000, { x }));
    expect(decimate(7, stats.toReversed())).toEqual(decimate(7, stats));
  });

  test('ends within the maximum and changes nothing, whatever it is given', () => {
    fc.assert(
      fc.property(anyMaximum, anyStats, (max, stats) => {
        const before = structuredClone(stats);
        const points = decimate(max, stats);
        expect(points.length === 0 || points.length <= max).toBe(true);
        expect(stats).toEqual(before);
      }),
      { numRuns: 1000 },
    );
  });

  test('takes a million samples in a moment', () => {
    const stats = Array.from({ length: 1_000_000 }, (_, x) => sample(x * 1000, { x, y: x * 1000, z: 1 }));
    const begin = performance.now();
    expect(decimate(240, stats)).toHaveLength(240);
    // Measured: 0.1 s. A quadratic one takes minutes.
    expect(performance.now() - begin).toBeLessThan(2000);
  });
});

describe('text', () => {
  test.each(textVectors.encode)('writes $stats as Fn does, and reads it again', ({ stats, text }) => {
    const samples = stats.map((stat) => ({ ...stat, timestamp: Date.parse(stat.timestamp) }));
    expect(encodeStats(samples)).toBe(text);
    expect(decodeStats(text)).toEqual(samples.length === 0 ? undefined : samples);
  });

  test.each(textVectors.decode.filter((row) => !row.error))('reads $text as Fn does', ({ text, stats }) => {
    expect(decodeStats(text)).toEqual(stats ?? undefined);
  });

  test.each(textVectors.decode.filter((row) => row.error))('refuses $text as Fn does', ({ text }) => {
    expect(() => decodeStats(text)).toThrow(/^The stats are .*\.$/);
  });

  test.each(['null\n', undefined])('reads %j as no stats', (text) => {
    expect(decodeStats(text)).toBeUndefined();
  });

  test.each([
    ['2018-01-12T01:02:03Z', '2018-01-12T01:02:03.000Z'],
    ['2018-01-12t01:02:03.123456789z', '2018-01-12T01:02:03.123Z'],
    ['2018-01-12T01:02:03.5+01:30', '2018-01-11T23:32:03.500Z'],
    ['2020-02-29T00:00:00Z', '2020-02-29T00:00:00.000Z'],
  ])('reads the time %s', (timestamp, expected) => {
    expect(decodeStats(JSON.stringify([{ timestamp, metrics: {} }]))).toEqual([
      { timestamp: Date.parse(expected), metrics: {} },
    ]);
  });

  test.each([
    '[null]',
    '[1]',
    '[[]]',
    '[{}]',
    '{}',
    '"text"',
    ' ',
    '[{"timestamp":"2018-01-12T00:00:00Z"}]',
    '[{"metrics":{}}]',
    '[{"timestamp":1515715200000,"metrics":{}}]',
    '[{"timestamp":"yesterday","metrics":{}}]',
    '[{"timestamp":"2018-01-12","metrics":{}}]',
    '[{"timestamp":"2018-02-30T00:00:00Z","metrics":{}}]',
    '[{"timestamp":"2018-13-01T00:00:00Z","metrics":{}}]',
    '[{"timestamp":"2018-01-12T24:00:00Z","metrics":{}}]',
    '[{"timestamp":"2018-01-12T00:00:00","metrics":{}}]',
    '[{"timestamp":"2018-01-12T00:00:00Z","metrics":[]}]',
    '[{"timestamp":"2018-01-12T00:00:00Z","metrics":null}]',
    '[{"timestamp":"2018-01-12T00:00:00Z","metrics":{"a":1.5}}]',
    '[{"timestamp":"2018-01-12T00:00:00Z","metrics":{"a":"1"}}]',
  ])('refuses %s', (text) => {
    expect(() => decodeStats(text)).toThrow(/^The stats are .*\.$/);
  });

  test('says which sample is wrong', () => {
    const good = '{"timestamp":"2018-01-12T00:00:00Z","metrics":{}}';
    expect(() => decodeStats(`[${good},${good},7]`)).toThrow('wrong at sample 3');
  });

  test('writes metrics in order of their names and times in whole ms, as Fn does', () => {
    expect(encodeStats([sample(0.9997, { b: 2, a: 1 })])).toBe(
      '[{"timestamp":"2017-07-14T02:40:00.000Z","metrics":{"a":1,"b":2}}]\n',
    );
  });

  test('reads back what it wrote', () => {
    const years = { min: 0, max: Date.UTC(9999, 11, 31) };
    const metrics = fc.dictionary(
      fc.string(),
      fc.maxSafeInteger().map((value) => value + 0),
    );
    const stats = fc.array(fc.record({ timestamp: fc.integer(years), metrics }), { minLength: 1 });
    fc.assert(
      fc.property(stats, (samples) => {
        const read = decodeStats(encodeStats(samples)) ?? [];
        const plain = (list: readonly Stat[]) =>
          list.map((stat) => [stat.timestamp, new Map(Object.entries(stat.metrics))]);
        expect(plain(read)).toEqual(plain(samples));
      }),
    );
  });
});

function sample(ms: number, metrics: Stat['metrics']): Stat {
  return { timestamp: start + ms, metrics };
}

/** Fn's algorithm step by step in whole ns, for sorted samples over more than 30 ns; its times cut to ms. */
function decimateLikeFn(max: number, stats: readonly Stat[]): readonly Stat[] {
  if (stats.length <= max) return stats;
  const times = stats.map(({ timestamp }) => BigInt(timestamp) * 1_000_000n);
  const window = (times.at(-1)! - times[0]!) / BigInt(max);
  const points: Stat[] = [];
  let end = times[0]! + window;
  for (let from = 0; from < stats.length; end += window) {
    const late = times.findIndex((time, index) => index >= from && time > end);
    const to = late < 0 || points.length === max - 1 ? stats.length : late;
    if (to > from) points.push(averageLikeFn(stats.slice(from, to), times.slice(from, to)));
    from = to;
  }
  return points;
}

function averageLikeFn(stats: readonly Stat[], times: readonly bigint[]): Stat {
  const ns = times.reduce((sum, time) => sum + time / BigInt(times.length), 0n);
  const names = Object.keys(stats[0]!.metrics);
  const mean = (name: string) =>
    Math.floor(stats.reduce((sum, { metrics }) => sum + metrics[name]!, 0) / stats.length);
  return {
    timestamp: Number(ns / 1_000_000n),
    metrics: Object.fromEntries(names.map((name) => [name, mean(name)])),
  };
}
