import * as vscode from 'vscode';

import type { KeptState } from '../../core/protocol.ts';
import type { History, PastRun } from '../../runner/history/history.ts';
import type { Run, TaskRunner } from '../../runner/task-runner.ts';
import { openLog } from '../output/open-log.ts';
import { pickPastRun } from '../run/pick-run.ts';
import { ChartPanel, createChartPanel } from './chart-panel.ts';
import type { PanelActions } from './chart-panel.ts';
import { chartedBoth, chartedPast, chartedRun } from './charted.ts';
import type { Charted } from './charted.ts';
import { exportChart } from './export-chart.ts';

/** What a person can ask for in the chart of a run of this window. */
export interface ChartActions {
  cancel(run: Run): void;
  showOutput(run: Run): void;
}

/** The chart panels that are open: one for each task with its newest run, and those of runs of the history. */
export class Charts implements vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #runner: TaskRunner;
  readonly #history: History;
  readonly #actions: PanelActions;
  readonly #panels = new Map<string, ChartPanel>();
  readonly #subscriptions: readonly { dispose(): void }[];

  constructor(extensionUri: vscode.Uri, runner: TaskRunner, history: History, actions: ChartActions) {
    this.#extensionUri = extensionUri;
    this.#runner = runner;
    this.#history = history;
    this.#actions = this.#panelActions(actions);
    this.#subscriptions = [
      runner.onDidChange((run, change) => {
        for (const panel of this.#panels.values()) panel.update(run, change);
      }),
      history.onDidChange(() => {
        for (const panel of this.#panels.values()) panel.refresh();
      }),
    ];
  }

  /** Shows a run in the panel of its task, which opens beside the editor, or where another chart is. */
  show(run: Run): void {
    const waiting = waitingKey({ runId: run.id });
    const restored = this.#panels.get(waiting);
    if (restored) {
      this.#panels.delete(waiting);
      if (this.#panels.has(run.key)) restored.dispose();
      else this.#panels.set(run.key, restored);
    }
    this.#show(chartedRun(run));
  }

  /** Shows a run of the history. */
  async showPast(run: PastRun): Promise<void> {
    this.#show(chartedPast(run, await this.#history.samples(run)));
  }

  /** Shows a run beside another one, on the same axis of time. */
  async compare(run: Run | PastRun, other: PastRun): Promise<void> {
    const first = 'ended' in run ? chartedRun(run) : chartedPast(run, await this.#history.samples(run));
    this.#show(chartedBoth(first, other, await this.#history.samples(other)));
  }

  /**
   * Shows in a panel that VS Code has restored what it has shown before; closes it where nobody knows the run any more.
   *
   * @param state what the page has kept
   * @param settled resolves when it is known which runs this window goes on with
   */
  async restore(panel: vscode.WebviewPanel, state: unknown, settled: Promise<unknown>): Promise<void> {
    if (!isKept(state)) {
      panel.dispose();
      return;
    }
    const key = waitingKey(state);
    const restored = this.#open(key, panel);
    // What is kept of a run that has ended need not wait for those that go on.
    let charted = await this.#find(state);
    if (!charted) {
      await settled;
      charted = await this.#find(state);
    }
    if (this.#panels.get(key) !== restored) return; // It shows the run already, or was closed.
    this.#panels.delete(key);
    if (!charted || this.#panels.has(charted.key)) {
      panel.dispose();
      return;
    }
    this.#panels.set(charted.key, restored);
    restored.show(charted, false);
  }

  dispose(): void {
    for (const each of this.#subscriptions) each.dispose();
    for (const panel of [...this.#panels.values()]) panel.dispose();
  }

  #show(charted: Charted): void {
    const [other] = this.#panels.values();
    const panel = this.#panels.get(charted.key);
    (panel ?? this.#open(charted.key, createChartPanel(charted.title, other?.column))).show(
      charted,
      panel !== undefined,
    );
  }

  #open(key: string, webviewPanel: vscode.WebviewPanel): ChartPanel {
    const panel = new ChartPanel(webviewPanel, this.#extensionUri, this.#actions, () => {
      for (const [each, open] of this.#panels) if (open === panel) this.#panels.delete(each);
    });
    this.#panels.set(key, panel);
    return panel;
  }

  async #find({ runId, otherId }: KeptState): Promise<Charted | undefined> {
    const runs = await this.#history.read();
    const past = (id: string | undefined): PastRun | undefined => runs.find((run) => run.id === id);
    const live = this.#runner.latest.find(({ id }) => id === runId);
    const run = past(runId);
    const first = live ? chartedRun(live) : run && chartedPast(run, await this.#history.samples(run));
    const other = past(otherId);
    return first && other ? chartedBoth(first, other, await this.#history.samples(other)) : first;
  }

  #panelActions(actions: ChartActions): PanelActions {
    return {
      canCompare: (shown) => !shown.other && this.#others(shown).length > 0,
      cancel: ({ source }) => {
        if ('live' in source) actions.cancel(source.live);
      },
      showOutput: ({ source }) => {
        if ('live' in source) actions.showOutput(source.live);
        else void openLog(source.past);
      },
      compare: (shown) => void this.#compareWithPicked(shown),
      export: (runs, picture) => void exportChart(runs, picture),
    };
  }

  #others(shown: Charted): readonly PastRun[] {
    const { id } = shown.chart().run;
    return this.#history.runs.filter((run) => run.id !== id);
  }

  async #compareWithPicked(shown: Charted): Promise<void> {
    const { source } = shown;
    const { key } = 'live' in source ? source.live : source.past;
    const { same = [], others = [] } = Object.groupBy(this.#others(shown), (run) =>
      run.key === key ? 'same' : 'others',
    );
    const groups = [
      { title: vscode.l10n.t('Runs of the same task'), runs: same },
      { title: vscode.l10n.t('Runs of other tasks'), runs: others },
    ];
    const other = await pickPastRun(groups, vscode.l10n.t('The run to compare with'));
    if (other) this.#show(chartedBoth(shown, other, await this.#history.samples(other)));
  }
}

/** Of a restored panel, until it is known what its run has become. */
function waitingKey({ runId, otherId = '' }: KeptState): string {
  return `waiting ${runId} ${otherId}`;
}

function isKept(state: unknown): state is KeptState {
  return typeof state === 'object' && state !== null && 'runId' in state && typeof state.runId === 'string';
}
