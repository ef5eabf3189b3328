import type { RunState, ToWebview } from '../src/core/protocol.ts';
import type { Stat } from '../src/core/stats.ts';
import type { Peaks, Series } from './series.ts';
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
    case 'state': {
      const before = shown?.run.id === message.run.id ? shown : undefined;
      return show(message.run, withLatest(message.stats, before?.samples.at(-1)), before?.peaks);
    }
    case 'stats':
      return shown && show(shown.run, withLatest(message.stats, message.latest), shown.peaks);
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

function show(run: RunState, samples: readonly Stat[], peaksBefore: Peaks | undefined): Shown {
  const series = toSeries(samples, run.startedAt);
  return { run, samples, series, peaks: raisePeaks(series, peaksBefore) };
}
