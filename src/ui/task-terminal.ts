import * as vscode from 'vscode';

import type { RunResult } from '../core/run-result.ts';
import type { Launcher, RunView } from '../runner/launcher.ts';
import type { Run, TaskRunner } from '../runner/task-runner.ts';
import { closedByShutdown } from './closed-by-shutdown.ts';
import type { Specify } from './specify.ts';
import { TextBatcher } from './text-batcher.ts';
import { taskKey } from './workspace-tasks.ts';
import type { WorkspaceTask } from './workspace-tasks.ts';

/** Runs a task in the terminal of a VS Code task: its output with its colours, its exit code, and cancel on close. */
export class TaskTerminal implements vscode.Pseudoterminal, RunView {
  readonly #task: WorkspaceTask;
  readonly #launcher: Launcher;
  readonly #runner: TaskRunner;
  readonly #specify: Specify;
  readonly #written = new vscode.EventEmitter<string>();
  readonly #closed = new vscode.EventEmitter<number>();
  readonly #batcher = new TextBatcher((text, skipped) => {
    this.#write(
      text + (skipped > 0 ? `\n[${skipped} characters not shown here: see ${this.#logPath}]\n` : ''),
    );
  });
  #run: Run | undefined;
  #isClosed = false;
  #logPath = '';

  readonly onDidWrite = this.#written.event;
  readonly onDidClose = this.#closed.event;

  constructor(task: WorkspaceTask, launcher: Launcher, runner: TaskRunner, specify: Specify) {
    this.#specify = specify;
    this.#task = task;
    this.#launcher = launcher;
    this.#runner = runner;
  }

  open(): void {
    // Whatever fails is shown in the terminal and ends it.
    void this.#start().catch((error: unknown) => {
      this.#fail(String(error));
    });
  }

  /** "Terminate Task", or the terminal was closed; or its window is, and then the run is not to be ended. */
  close(): void {
    this.#isClosed = true;
    this.#batcher[Symbol.dispose]();
    const run = this.#run;
    if (!run) return;
    void closedByShutdown().then((isShutdown) => {
      if (!isShutdown) this.#runner.cancel(run.id);
    });
  }

  begin(headline: string, logPath: string): void {
    this.#logPath = logPath;
    this.#write(`${dim(headline)}\n\n`);
  }

  add(text: string): void {
    this.#batcher.add(text);
  }

  end(line: string): void {
    this.#batcher.flush();
    this.#write(`\n${dim(line)}\n`);
    if (this.#run?.result) this.#closed.fire(exitCode(this.#run.result));
  }

  async #start(): Promise<void> {
    const spec = await this.#specify(this.#task);
    if ('message' in spec) {
      this.#fail('advice' in spec ? `${spec.message} ${spec.advice}` : spec.message);
      return;
    }
    this.#run = await this.#launcher.launch(taskKey(this.#task), spec, this);
    // The terminal may have been closed while the run was being set up.
    if (this.#isClosed) this.#runner.cancel(this.#run.id);
  }

  #fail(message: string): void {
    this.#write(`${message}\n`);
    this.#closed.fire(driverFailure);
  }

  /** Terminals want a carriage return before each line break. */
  #write(text: string): void {
    this.#written.fire(text.replace(/\r?\n/g, '\r\n'));
  }
}

/** What `docker run` exits with when it fails itself. */
const driverFailure = 125;

/** The container's exit code; what timeout(1) and shells use where the run was ended early. */
function exitCode({ status, exitCode: code }: RunResult): number {
  switch (status) {
    case 'timeout':
      return 124;
    case 'cancelled':
      return 130;
    case 'success':
    case 'error':
    case 'killed':
      return code ?? driverFailure;
  }
}

function dim(text: string): string {
  return `\u001b[2m${text}\u001b[0m`;
}
