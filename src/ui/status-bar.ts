import * as vscode from 'vscode';

import { formatDuration } from '../core/format.ts';
import type { Run, TaskRunner } from '../runner/task-runner.ts';
import { commands } from './command-ids.ts';

/** One status-bar item while tasks run: what runs and for how long; a click cancels. */
export class StatusBar implements vscode.Disposable {
  readonly #runner: TaskRunner;
  readonly #item: vscode.StatusBarItem;
  readonly #subscription: { dispose(): void };
  #clock: NodeJS.Timeout | undefined;

  constructor(runner: TaskRunner) {
    this.#runner = runner;
    this.#item = vscode.window.createStatusBarItem('running', vscode.StatusBarAlignment.Left);
    this.#item.name = 'Container Tasks';
    this.#item.command = commands.cancel;
    this.#subscription = runner.onDidChange((_run, change) => {
      if (change !== 'stats') this.#update();
    });
  }

  dispose(): void {
    clearInterval(this.#clock);
    this.#subscription.dispose();
    this.#item.dispose();
  }

  #update(): void {
    const runs = this.#runner.running;
    const [first] = runs;
    if (!first) {
      clearInterval(this.#clock);
      this.#clock = undefined;
      this.#item.hide();
      return;
    }
    this.#clock ??= setInterval(() => {
      this.#update();
    }, 1000);
    this.#item.text = `$(sync~spin) ${runs.length > 1 ? `${runs.length} container tasks` : describe(first)}`;
    this.#item.tooltip = `${runs.map(describe).join('\n')}\nClick to cancel`;
    this.#item.show();
  }
}

function describe(run: Run): string {
  const doing = run.stopping ? 'stopping ' : '';
  return `${doing}${run.spec.label} ${formatDuration(Date.now() - run.startedAt)}`;
}
