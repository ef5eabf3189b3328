import type { RunState, Samples, ToWebview } from '../src/core/protocol.ts';
import type { Stat } from '../src/core/stats.ts';
import type { Peaks, Point, Series } from './series.ts';
import { raisePeaks, toSeries, withLatest } from './series.ts';

/** What the webview knows of the run it shows. */
export interface Shown {
  readonly run: RunState;
  /** The points drawn and the newest sample, in order of time. */
  readonly samples: readonly Stat[];
  readonly series: Series;
  readonly peaks: Peaks;
}

/** What is shown after a message; `undefined` until the first `state` has come. Peaks outlive a message, not a run. */
export function afterMessage(shown: Shown | undefined, message: ToWebview): Shown | undefined {
  switch (message.type) {
    case 'state':
      return show(message.run, message, shown?.run.id === message.run.id ? shown.peaks : undefined);
    case 'stats':
      return shown && show(shown.run, message, shown.peaks);
  }
}

/** How long the run has taken, in ms. It stands still once the run has ended. */
export function elapsed({ run, samples }: Shown, now: number): number {
  const until = run.endedAt ?? Math.max(now, samples.at(-1)?.timestamp ?? 0);
  return Math.max(0, until - run.startedAt);
}

/** Where the time axis of all charts ends, in seconds: the run's end or its newest sample, whichever is later. */
export function endOfTime({ run, samples }: Shown): number {
  const newest = samples.at(-1)?.timestamp ?? run.startedAt;
  const seconds = (Math.max(newest, run.endedAt ?? newest) - run.startedAt) / 1000;
  return Math.max(seconds, run.endedAt === undefined ? 10 : 1);
}

function show(run: RunState, { stats, latest, peaks }: Samples, peaksBefore: Peaks | undefined): Shown {
  const samples = withLatest(stats, latest);
  const series = toSeries(samples, run.startedAt);
  const measured = {
    ...series,
    cpu: withPeak(series.cpu, peaks['cpu_total']),
    memory: withPeak(series.memory, peaks['mem_usage']),
  };
  return { run, samples, series, peaks: raisePeaks(measured, peaksBefore) };
}

function withPeak(points: readonly Point[], y: number | undefined): readonly Point[] {
  return y === undefined ? points : [...points, { x: 0, y }];
}
