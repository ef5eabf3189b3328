import type * as vscode from 'vscode';

import type { Run, TaskRunner } from '../../runner/task-runner.ts';
import { ChartPanel } from './chart-panel.ts';
import type { ChartActions } from './chart-panel.ts';

/** The chart panels that are open, one for each task. */
export class Charts implements vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #actions: ChartActions;
  readonly #panels = new Map<string, ChartPanel>();
  readonly #subscription: { dispose(): void };

  constructor(extensionUri: vscode.Uri, runner: TaskRunner, actions: ChartActions) {
    this.#extensionUri = extensionUri;
    this.#actions = actions;
    this.#subscription = runner.onDidChange((run, change) => {
      for (const panel of this.#panels.values()) panel.update(run, change);
    });
  }

  /** Shows a run in the panel of its task, which opens beside the editor, or where another chart is. */
  show(run: Run): void {
    const { key } = run;
    const panel = this.#panels.get(key);
    if (panel) {
      panel.show(run);
      return;
    }
    const onClose = (): void => void this.#panels.delete(key);
    const [other] = this.#panels.values();
    this.#panels.set(key, new ChartPanel(this.#extensionUri, run, other?.column, this.#actions, onClose));
  }

  dispose(): void {
    this.#subscription.dispose();
    for (const panel of [...this.#panels.values()]) panel.dispose();
  }
}
