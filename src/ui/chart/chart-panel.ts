import * as vscode from 'vscode';

import type { ChartRun, FromWebview, ToWebview } from '../../core/protocol.ts';
import type { Run, RunChange } from '../../runner/task-runner.ts';
import { chartFolder, chartPage } from './chart-page.ts';
import { chartViewType } from './chart-view-type.ts';
import type { Charted } from './charted.ts';

/** What a person can ask for in the chart. */
export interface PanelActions {
  readonly canCompare: (shown: Charted) => boolean;
  readonly cancel: (shown: Charted) => void;
  readonly showOutput: (shown: Charted) => void;
  readonly compare: (shown: Charted) => void;
  readonly export: (runs: readonly ChartRun[], picture: string) => void;
}

/** Opens a panel. @param column where; undefined: beside the editor */
export function createChartPanel(title: string, column: vscode.ViewColumn | undefined): vscode.WebviewPanel {
  const where = { viewColumn: column ?? vscode.ViewColumn.Beside, preserveFocus: true };
  return vscode.window.createWebviewPanel(chartViewType, title, where);
}

/** A chart beside the editor: of a run, live and after its end, or of two. */
export class ChartPanel implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #actions: PanelActions;
  #shown: Charted | undefined;

  /** It is empty until it is told what to show. @param panel new, or one that VS Code has restored */
  constructor(
    panel: vscode.WebviewPanel,
    extensionUri: vscode.Uri,
    actions: PanelActions,
    onClose: () => void,
  ) {
    this.#panel = panel;
    this.#actions = actions;
    const dist = chartFolder(extensionUri);
    panel.iconPath = new vscode.ThemeIcon('graph-line');
    panel.webview.options = { enableScripts: true, localResourceRoots: [dist] };
    panel.webview.onDidReceiveMessage((message: unknown) => {
      this.#receive(message as FromWebview);
    });
    panel.onDidDispose(onClose);
    panel.webview.html = chartPage(panel.webview, dist);
  }

  /** The column of editors that it is in, as far as VS Code knows. */
  get column(): vscode.ViewColumn | undefined {
    return this.#panel.viewColumn;
  }

  /** Shows something else. @param reveal whether to bring the panel up, which does not take the focus */
  show(shown: Charted, reveal: boolean): void {
    this.#shown = shown;
    this.#panel.title = shown.title;
    if (reveal) this.#panel.reveal(undefined, true);
    this.#sendState();
  }

  /** Call it with every change of every run. */
  update(run: Run, change: RunChange): void {
    const { source } = this.#shown ?? {};
    if (!source || !('live' in source) || source.live !== run || !this.#panel.visible) return;
    if (change === 'stats') this.#send({ type: 'stats', ...run.stats.samples });
    else this.#sendState();
  }

  /** Call it when there may be other runs to compare with. */
  refresh(): void {
    if (this.#panel.visible) this.#sendState();
  }

  dispose(): void {
    this.#panel.dispose();
  }

  #receive(message: FromWebview): void {
    const shown = this.#shown;
    if (!shown) return;
    switch (message.type) {
      case 'ready':
        this.#sendState();
        break;
      case 'export':
        this.#actions.export([shown.chart(), ...(shown.other ? [shown.other] : [])], message.picture);
        break;
      case 'cancel':
      case 'showOutput':
      case 'compare':
        this.#actions[message.type](shown);
    }
  }

  #sendState(): void {
    if (!this.#shown) return;
    const { chart, other } = this.#shown;
    const canCompare = this.#actions.canCompare(this.#shown);
    this.#send({ type: 'state', canCompare, ...chart(), ...(other && { other }) });
  }

  #send(message: ToWebview): void {
    // A panel that is hidden gets nothing; it asks for everything when it is shown again.
    void this.#panel.webview.postMessage(message);
  }
}
