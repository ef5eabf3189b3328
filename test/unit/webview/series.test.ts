import { expect, test } from 'vitest';
import { highestOf, lastMetric, meansOf, toSeries, withLatest } from '../../../webview/series.ts';

const startedAt = 1_000_000;
const sample = (seconds: number, metrics: Record<string, number>) => ({
  timestamp: startedAt + seconds * 1000,
  metrics,
});

test('draws gauges at the seconds since the start', () => {
  const series = toSeries([sample(1.5, { cpu_total: 40, mem_usage: 7 })], startedAt);
  expect(series.cpu).toEqual([{ x: 1.5, y: 40 }]);
  expect(series.memory).toEqual([{ x: 1.5, y: 7 }]);
});

test('leaves out samples without the metric', () => {
  const series = toSeries([sample(1, {}), sample(2, { cpu_total: 5 })], startedAt);
  expect(series.cpu).toEqual([{ x: 2, y: 5 }]);
});

test('draws counters as their change a second', () => {
  const samples = [sample(1, { net_rx: 1000 }), sample(2, { net_rx: 3000 }), sample(4, { net_rx: 4000 })];
  expect(toSeries(samples, startedAt).networkIn).toEqual([
    { x: 2, y: 2000 },
    { x: 4, y: 500 },
  ]);
});

test('measures a rate across a sample that lacks the counter', () => {
  const samples = [sample(1, { disk_read: 0 }), sample(2, {}), sample(3, { disk_read: 100 })];
  expect(toSeries(samples, startedAt).diskRead).toEqual([{ x: 3, y: 50 }]);
});

test('shows a counter that starts over as no traffic, never as a negative rate', () => {
  const samples = [sample(1, { net_tx: 500 }), sample(2, { net_tx: 20 }), sample(3, { net_tx: 30 })];
  expect(toSeries(samples, startedAt).networkOut.map(({ y }) => y)).toEqual([0, 10]);
});

test('has no rate between two samples of the same time', () => {
  const samples = [sample(1, { disk_write: 1 }), sample(1, { disk_write: 9 })];
  expect(toSeries(samples, startedAt).diskWrite).toEqual([]);
});

test('appends the latest sample only if it is newer than the points', () => {
  const points = [sample(1, {}), sample(2, {})];
  expect(withLatest(points, sample(3, {}))).toEqual([...points, sample(3, {})]);
  expect(withLatest(points, sample(2, {}))).toBe(points);
  expect(withLatest(points, undefined)).toBe(points);
  expect(withLatest([], sample(3, {}))).toEqual([sample(3, {})]);
});

test('has the peak that a mean stands for, where it is above it', () => {
  const samples = [sample(1, { cpu_total: 4, net_rx: 0 }), sample(3, { cpu_total: 60, net_rx: 2000 })];
  const highs = [{ cpu_total: 4 }, { cpu_total: 100, net_rx: 1800 }];
  const series = toSeries([...samples, sample(4, { cpu_total: 9 })], startedAt, highs);
  expect(series.cpu).toEqual([
    { x: 1, y: 4 },
    { x: 3, y: 60, high: 100 },
    { x: 4, y: 9 },
  ]);
  expect(series.networkIn).toEqual([{ x: 3, y: 1000, high: 1800 }]);
});

test('knows the highest of all, drawn or not', () => {
  const series = toSeries([sample(1, { cpu_total: 100, mem_usage: 5 })], startedAt, [{ cpu_total: 120 }]);
  expect(highestOf(series, { mem_usage: 9, net_rx: 7 })).toMatchObject({
    cpu: 120,
    memory: 9,
    networkIn: 7,
    networkOut: undefined,
  });
});

test('means are over time, however close the points are', () => {
  const samples = [
    sample(1, { cpu_total: 0, net_rx: 0 }),
    sample(2, { cpu_total: 100, net_rx: 100 }),
    sample(5, { cpu_total: 100, net_rx: 1000 }),
  ];
  const means = meansOf(toSeries(samples, startedAt), samples, startedAt);
  expect(means).toMatchObject({ cpu: 87.5, networkIn: 250, memory: undefined });
  const [first] = samples;
  expect(first && meansOf(toSeries([first], startedAt), [first], startedAt).cpu).toBe(0);
});

test('finds the newest value of a counter', () => {
  expect(lastMetric([sample(1, { net_rx: 1 }), sample(2, { net_rx: 2 }), sample(3, {})], 'net_rx')).toBe(2);
  expect(lastMetric([sample(1, {})], 'net_rx')).toBeUndefined();
});
