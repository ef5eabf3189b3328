import * as vscode from 'vscode';

import type { Listing } from '../../core/tasks-file/definition.ts';
import type { RunView } from '../../runner/launcher.ts';
import type { Run, TaskSpec } from '../../runner/task-runner.ts';
import { RunTerminal } from './run-terminal.ts';
import type { Canceller } from './run-terminal.ts';

/** What of a task decides how its terminal looks. */
export type ShownTask = Pick<Listing, 'icon' | 'tty' | 'interactive' | 'presentation'> & {
  readonly label: string;
};

/** Shows the runs of one task in a terminal of our own. */
export class TerminalView implements RunView, vscode.Disposable {
  readonly #terminal: vscode.Terminal;
  readonly #runs: RunTerminal;
  readonly #task: ShownTask;

  constructor(canceller: Canceller, task: ShownTask, name: string) {
    this.#task = task;
    this.#runs = new RunTerminal(canceller, task, 'wait for a key');
    const { id, color } = task.icon ?? { id: 'tools', color: undefined };
    this.#terminal = vscode.window.createTerminal({
      name,
      pty: this.#runs,
      iconPath: new vscode.ThemeIcon(id),
      ...(color !== undefined && { color: new vscode.ThemeColor(color) }),
    });
  }

  /** Whether somebody has closed it. */
  get isClosed(): boolean {
    return this.#runs.isClosed;
  }

  /** Resolves with the task as it runs here, once the terminal is open. */
  async adapt(spec: TaskSpec): Promise<TaskSpec> {
    const { reveal, focus, clear } = this.#task.presentation;
    if (clear) this.#runs.clear();
    if (reveal === 'always' || this.#task.interactive) this.show(focus || this.#task.interactive);
    await this.#runs.opened;
    return this.#runs.adapt(spec);
  }

  attach(run: Run): void {
    this.#runs.attach(run);
  }

  begin(headline: string, logPath: string): void {
    this.#runs.begin(headline, logPath);
  }

  add(text: string): void {
    this.#runs.add(text);
  }

  end(line: string): void {
    this.#runs.end(line);
  }

  tell(line: string): void {
    this.#runs.tell(line);
  }

  show(focus = false): void {
    this.#terminal.show(!focus);
  }

  dispose(): void {
    this.#terminal.dispose();
  }
}
