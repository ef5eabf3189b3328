import * as vscode from 'vscode';

import type { ChartRun, Samples } from '../../core/protocol.ts';
import type { PastRun } from '../../runner/history/history.ts';
import type { Run } from '../../runner/task-runner.ts';
import { momentOf } from '../views/words.ts';
import { chartOf, chartOfPast } from './chart-run.ts';

/** What a panel shows: a run, and perhaps another one that it is compared with. */
export interface Charted {
  /** Tells its panel from all others. */
  readonly key: string;
  readonly title: string;
  /** A run of this window, which the chart follows, or one of the history. */
  readonly source: { readonly live: Run } | { readonly past: PastRun };
  /** As it is now. */
  readonly chart: () => ChartRun;
  readonly other?: ChartRun;
}

/** A run of this window: its task has one panel, for its newest run. */
export function chartedRun(run: Run): Charted {
  const title = vscode.l10n.t('Chart: {0}', run.spec.label);
  return { key: run.key, title, source: { live: run }, chart: () => chartOf(run) };
}

/** A run of the history. */
export function chartedPast(run: PastRun, samples: Samples): Charted {
  const chart = chartOfPast(run, samples);
  const title = vscode.l10n.t('Chart: {0} ({1})', run.spec.label, momentOf(run.startedAt));
  return { key: `past ${run.id}`, title, source: { past: run }, chart: () => chart };
}

/** A run beside another one of the history. */
export function chartedBoth({ source, chart }: Charted, other: PastRun, samples: Samples): Charted {
  const { run } = chart();
  const title =
    run.label === other.spec.label
      ? vscode.l10n.t('Chart: {0}, two runs', run.label)
      : vscode.l10n.t('Chart: {0} and {1}', run.label, other.spec.label);
  return { key: `both ${run.id} ${other.id}`, title, source, chart, other: chartOfPast(other, samples) };
}
