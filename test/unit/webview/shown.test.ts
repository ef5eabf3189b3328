import { expect, test } from 'vitest';
import type { RunState } from '../../../src/core/protocol.ts';
import { afterMessage, elapsed, endOfTime, runsOf } from '../../../webview/shown.ts';
import type { Shown } from '../../../webview/shown.ts';

const running: RunState = {
  id: 'run-1',
  label: 'test',
  image: 'busybox',
  status: 'running',
  detail: '',
  startedAt: 100_000,
  events: [],
  cpus: 0,
  memory: 0,
};
const ended: RunState = { ...running, status: 'success', endedAt: 130_000 };
const sample = (timestamp: number, cpu: number) => ({ timestamp, metrics: { cpu_total: cpu } });

test('shows nothing before the first state', () => {
  expect(
    afterMessage(undefined, { type: 'stats', stats: [sample(101_000, 1)], latest: undefined, peaks: {} }),
  ).toBeUndefined();
});

test('draws the latest sample after the points', () => {
  const shown = state(running, [sample(101_000, 1)]);
  const after = afterMessage(shown, {
    type: 'stats',
    stats: [sample(101_500, 5)],
    latest: sample(102_000, 9),
    peaks: {},
  });
  expect(after?.series.cpu).toEqual([
    { x: 1.5, y: 5 },
    { x: 2, y: 9 },
  ]);
});

test('has the latest sample when the run has ended, too', () => {
  const after = afterMessage(state(running, []), {
    type: 'state',
    canCompare: true,
    run: ended,
    stats: [sample(101_000, 4)],
    latest: sample(102_000, 90),
    peaks: {},
  });
  expect(after?.series.cpu.at(-1)).toEqual({ x: 2, y: 90 });
  expect(after?.peaks.cpu).toBe(90);
});

test('knows the peaks that averages and a page that is shown again would hide', () => {
  const stats = [sample(101_000, 4)];
  const message = { type: 'state', canCompare: true, run: running, stats, latest: undefined } as const;
  const after = afterMessage(undefined, { ...message, peaks: { cpu_total: 150, mem_usage: 9 } });
  expect(after?.peaks).toMatchObject({ cpu: 150, memory: 9, networkIn: undefined });
  expect(after?.series.cpu).toHaveLength(1);
});

test('starts anew for another run', () => {
  const after = afterMessage(state(running, [sample(102_000, 90)]), {
    type: 'state',
    canCompare: true,
    run: { ...running, id: 'run-2' },
    stats: [],
    latest: undefined,
    peaks: {},
  });
  expect(after).toMatchObject({ samples: [], peaks: { cpu: undefined } });
});

test('counts the time of a run until it ends', () => {
  expect(elapsed(state(running, []), 112_500)).toBe(12_500);
  expect(elapsed(state(ended, []), 999_999)).toBe(30_000);
});

test("trusts a sample over a clock that is behind the extension's", () => {
  expect(elapsed(state(running, [sample(105_000, 1)]), 90_000)).toBe(5000);
  expect(elapsed(state(running, []), 90_000)).toBe(0);
});

test('draws up to the newest sample, and up to the end of a run that has ended', () => {
  expect(endOfTime(state(running, []))).toBe(10);
  expect(endOfTime(state(running, [sample(125_000, 1)]))).toBe(25);
  expect(endOfTime(state(ended, [sample(125_000, 1)]))).toBe(30);
  expect(endOfTime(state({ ...ended, endedAt: 100_200 }, []))).toBe(1);
});

test('keeps the run that another one is compared with, and draws to the end of the longer one', () => {
  const samples = { stats: [sample(101_000, 1)], latest: undefined, peaks: {} };
  const longer = { run: { ...ended, id: 'run-2', endedAt: 150_000 }, ...samples };
  const shown = afterMessage(undefined, {
    type: 'state',
    canCompare: false,
    run: ended,
    ...samples,
    other: longer,
  });
  const after = afterMessage(shown, { type: 'stats', ...samples, latest: sample(102_000, 7) });
  expect(after && runsOf(after).map(({ run, series }) => [run.id, series.cpu.length])).toEqual([
    ['run-1', 2],
    ['run-2', 1],
  ]);
  expect(after && endOfTime(after)).toBe(50);
});

function state(run: RunState, stats: readonly ReturnType<typeof sample>[]): Shown {
  const samples = { stats, latest: undefined, peaks: {} };
  const shown = afterMessage(undefined, { type: 'state', canCompare: true, run, ...samples });
  if (!shown) throw new Error('a state is always shown');
  return shown;
}
