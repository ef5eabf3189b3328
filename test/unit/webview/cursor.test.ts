import { expect, test } from 'vitest';
import type { ChartRun, RunState } from '../../../src/core/protocol.ts';
import { afterKey, nearestTime, pointAt, timesOf } from '../../../webview/cursor.ts';
import { readoutAt, spoken } from '../../../webview/readout.ts';
import { afterMessage } from '../../../webview/shown.ts';
import type { Shown } from '../../../webview/shown.ts';

const times = Array.from({ length: 100 }, (_, index) => index + 3);

test.each([
  [undefined, 'ArrowLeft', false, 102],
  [undefined, 'ArrowRight', false, 102],
  [50, 'ArrowLeft', false, 49],
  [50, 'ArrowRight', false, 51],
  [50, 'ArrowLeft', true, 40],
  [50.4, 'ArrowRight', true, 60],
  [4, 'ArrowLeft', true, 3],
  [102, 'ArrowRight', false, 102],
  [50, 'Home', false, 3],
  [50, 'End', false, 102],
  [50, 'Escape', false, undefined],
  [50, 'x', false, 50],
])('from %s, %s (large: %s) moves to %s', (current, key, isLarge, moved) => {
  expect(afterKey(times, current, key, isLarge)).toBe(moved);
});

test('has nowhere to go without samples', () => {
  expect(afterKey([], undefined, 'ArrowLeft', false)).toBeUndefined();
  expect(nearestTime([], 3)).toBeUndefined();
});

test('finds the time that is next', () => {
  expect(nearestTime([1, 2, 4], 2.9)).toBe(2);
  expect(nearestTime([1, 2, 4], 100)).toBe(4);
});

test('a run has no value before it was measured, nor after its end', () => {
  const points = [2, 3, 4].map((x) => ({ x, y: x * 10 }));
  expect(pointAt(points, 3.4)).toEqual({ x: 3, y: 30 });
  expect(pointAt(points, 5.5)).toBeUndefined();
  expect(pointAt(points, 0.5)).toBeUndefined();
  expect(pointAt([], 1)).toBeUndefined();
  expect(pointAt([{ x: 1, y: 5 }], 1)).toEqual({ x: 1, y: 5 });
});

test('reads all charts at one time, aloud as well', () => {
  const shown = shownOf(runOf([10, 20], [{ cpu_total: 90 }, { cpu_total: 20 }]));
  const readout = readoutAt(shown, 1);
  expect(readout.time).toBe('0:01');
  expect(readout.rows.map(({ name, values }) => [name, ...values])).toEqual([
    ['CPU', 'mean 10%, peak 90%'],
    ['Memory', '–'],
    ['Network in', '–'],
    ['Network out', '–'],
    ['Disk read', '–'],
    ['Disk write', '–'],
  ]);
  expect(spoken(readout)).toBe('0:01. CPU: mean 10%, peak 90%.');
});

test('reads two runs at the same time since their start', () => {
  const shown = shownOf(runOf([10, 20, 30]), runOf([40], [], 500_000));
  expect(timesOf(shown)).toEqual([1, 2, 3]);
  expect(spoken(readoutAt(shown, 1))).toBe('0:01. CPU: 10% / 40%.');
  expect(spoken(readoutAt(shown, 3))).toBe('0:03. CPU: 30% / –.');
});

function runOf(cpu: readonly number[], highs: ChartRun['highs'] = [], startedAt = 0): ChartRun {
  const facts = { id: 'a', label: 'test', image: 'busybox', status: 'running', detail: '' } as const;
  const run: RunState = { ...facts, startedAt, events: [], cpus: 0, memory: 0 };
  const stats = cpu.map((value, index) => ({
    timestamp: startedAt + (index + 1) * 1000,
    metrics: { cpu_total: value },
  }));
  return { run, stats, highs, latest: undefined, peaks: {} };
}

function shownOf(run: ChartRun, other?: ChartRun): Shown {
  const shown = afterMessage(undefined, { type: 'state', canCompare: true, ...run, ...(other && { other }) });
  if (!shown) throw new Error('a state is always shown');
  return shown;
}
