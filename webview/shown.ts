import type { ChartRun, RunState, Samples, ToWebview } from '../src/core/protocol.ts';
import type { Stat } from '../src/core/stats.ts';
import { highestOf, meansOf, toSeries, withLatest } from './series.ts';
import type { Figures, Series } from './series.ts';

/** A run as the webview shows it. */
export interface ShownRun {
  readonly run: RunState;
  /** The points drawn and the newest sample, in order of time. */
  readonly samples: readonly Stat[];
  readonly series: Series;
  readonly peaks: Figures;
  readonly means: Figures;
}

/** What the webview shows: a run, and perhaps another one that it is compared with. */
export interface Shown extends ShownRun {
  readonly other: ShownRun | undefined;
  readonly canCompare: boolean;
}

/** What is shown after a message; `undefined` until the first `state` has come. */
export function afterMessage(shown: Shown | undefined, message: ToWebview): Shown | undefined {
  switch (message.type) {
    case 'state': {
      const { run, canCompare, other } = message;
      return { ...show(run, message), canCompare, other: other && show(other.run, other) };
    }
    case 'stats':
      return shown && { ...shown, ...show(shown.run, message) };
  }
}

/** The runs shown, the one that the others are compared with first. */
export function runsOf({ other, ...first }: Shown): readonly ShownRun[] {
  return other ? [first, other] : [first];
}

/** How long the run has taken, in ms. It stands still once the run has ended. */
export function elapsed({ run, samples }: ShownRun, now: number): number {
  const until = run.endedAt ?? Math.max(now, samples.at(-1)?.timestamp ?? 0);
  return Math.max(0, until - run.startedAt);
}

/** Where the time axis of all charts ends, in seconds: a run's end or its newest sample, whichever is later. */
export function endOfTime(shown: Shown): number {
  return Math.max(...runsOf(shown).map(endOfRun));
}

function endOfRun({ run, samples }: ShownRun): number {
  const newest = samples.at(-1)?.timestamp ?? run.startedAt;
  const seconds = (Math.max(newest, run.endedAt ?? newest) - run.startedAt) / 1000;
  return Math.max(seconds, run.endedAt === undefined ? 10 : 1);
}

function show(run: ChartRun['run'], { stats, highs, latest, peaks }: Samples): ShownRun {
  const samples = withLatest(stats, latest);
  const series = toSeries(samples, run.startedAt, highs);
  return {
    run,
    samples,
    series,
    peaks: highestOf(series, peaks),
    means: meansOf(series, samples, run.startedAt),
  };
}
