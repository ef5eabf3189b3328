import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

import { formatBytes } from '../../core/format.ts';
import type { FromWebview, RunState, ToWebview } from '../../core/protocol.ts';
import { describeImage, explainResult } from '../../core/report.ts';
import type { Run, RunChange } from '../../runner/task-runner.ts';

/** What a person can ask for in the chart. */
export interface ChartActions {
  cancel(run: Run): void;
  showOutput(run: Run): void;
}

/** The chart of one task beside the editor: of the run that is shown in it, live, and after its end. */
export class ChartPanel implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  #run: Run;

  /** @param column where it opens; undefined: beside the editor */
  constructor(
    extensionUri: vscode.Uri,
    run: Run,
    column: vscode.ViewColumn | undefined,
    actions: ChartActions,
    onClose: () => void,
  ) {
    this.#run = run;
    const dist = vscode.Uri.joinPath(extensionUri, 'dist');
    const where = { viewColumn: column ?? vscode.ViewColumn.Beside, preserveFocus: true };
    const options = { enableScripts: true, localResourceRoots: [dist] };
    this.#panel = vscode.window.createWebviewPanel('containerTasks.chart', title(run), where, options);
    this.#panel.iconPath = new vscode.ThemeIcon('graph-line');
    this.#panel.webview.onDidReceiveMessage((message: unknown) => {
      this.#receive(message as FromWebview, actions);
    });
    this.#panel.onDidDispose(onClose);
    this.#panel.webview.html = page(this.#panel.webview, dist);
  }

  /** The column of editors that it is in, as far as VS Code knows. */
  get column(): vscode.ViewColumn | undefined {
    return this.#panel.viewColumn;
  }

  /** Shows another run of the task, or the panel itself, without taking the focus. */
  show(run: Run): void {
    this.#run = run;
    this.#panel.title = title(run);
    this.#panel.reveal(undefined, true);
    this.#sendState();
  }

  /** Call it with every change of every run. */
  update(run: Run, change: RunChange): void {
    if (run !== this.#run || !this.#panel.visible) return;
    if (change === 'stats') this.#send({ type: 'stats', ...samples(run) });
    else this.#sendState();
  }

  dispose(): void {
    this.#panel.dispose();
  }

  #receive(message: FromWebview, actions: ChartActions): void {
    switch (message.type) {
      case 'ready':
        this.#sendState();
        break;
      case 'cancel':
        actions.cancel(this.#run);
        break;
      case 'showOutput':
        actions.showOutput(this.#run);
        break;
    }
  }

  #sendState(): void {
    this.#send({ type: 'state', run: runState(this.#run), ...samples(this.#run) });
  }

  #send(message: ToWebview): void {
    // A panel that is hidden gets nothing; it asks for everything when it is shown again.
    void this.#panel.webview.postMessage(message);
  }
}

function title({ spec }: Run): string {
  return `Chart: ${spec.label}`;
}

function samples({ stats }: Run): Pick<ToWebview, 'stats' | 'latest' | 'peaks'> {
  return { stats: stats.points, latest: stats.latest, peaks: stats.peaks };
}

function runState(run: Run): RunState {
  const { id, spec, status, startedAt, endedAt } = run;
  const { label, cpus, memory } = spec;
  const image = describeImage(spec);
  const ended = endedAt === undefined ? {} : { endedAt };
  return { id, label, image, status, detail: detail(run), startedAt, ...ended, cpus, memory };
}

function detail({ result, progress, stopping }: Run): string {
  if (result) return explainResult(result);
  if (stopping) return 'Stopping.';
  switch (progress.phase) {
    case 'pulling':
      return progress.total > 0
        ? `Pulling ${progress.image}: ${formatBytes(progress.current)} of ${formatBytes(progress.total)}.`
        : `Pulling ${progress.image}.`;
    case 'building':
      return progress.total > 0
        ? `Building the image, step ${progress.current} of ${progress.total}: ${progress.step}`
        : 'Building the image.';
    case 'waiting':
      return `Waiting for ${progress.services.join(', ')}.`;
    case 'creating':
      return 'Creating the container.';
    case 'copying':
      return progress.direction === 'in'
        ? `Copying the workspace into the container: ${formatBytes(progress.bytes)} so far.`
        : `Copying the output back: ${formatBytes(progress.bytes)} so far.`;
    case 'running':
      return '';
  }
}

/** The toolkit's components style themselves, which needs inline styles; scripts need the nonce. */
function page(webview: vscode.Webview, dist: vscode.Uri): string {
  const nonce = randomBytes(16).toString('base64');
  const uri = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource} 'unsafe-inline'`,
    `font-src ${webview.cspSource}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${uri('webview.css')}">
</head>
<body>
<main id="root"></main>
<script nonce="${nonce}" src="${uri('webview.js')}"></script>
</body>
</html>`;
}
