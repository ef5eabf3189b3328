import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';

import type { TerminalSize } from '../../core/container-task.ts';
import type { Shell } from '../../driver/driver.ts';
import type { Run } from '../../runner/task-runner.ts';
import { explain } from '../explain.ts';
import { dim, withReturns } from '../output/terminal-text.ts';
import { Pace } from './pace.ts';

/**
 * A terminal with a shell in the container of a run. It is the person's own: nothing of it is kept, and nothing masked, as
 * a mask would hold back what is typed. Closing it ends the shell with all that was started in it.
 */
export class ShellTerminal implements vscode.Pseudoterminal {
  readonly #run: Run;
  readonly #written = new vscode.EventEmitter<string>();
  readonly #closed = new vscode.EventEmitter<void>();
  readonly #closing = new AbortController();
  #size: TerminalSize = { columns: 80, rows: 24 };
  #shell: Shell | undefined;
  #isOver = false;

  readonly onDidWrite = this.#written.event;
  readonly onDidClose = this.#closed.event;

  constructor(run: Run) {
    this.#run = run;
  }

  open(size: vscode.TerminalDimensions | undefined): void {
    if (size) this.setDimensions(size);
    void this.#use(); // It never rejects.
  }

  setDimensions({ columns, rows }: vscode.TerminalDimensions): void {
    this.#size = { columns, rows };
    void this.#shell?.resize(this.#size);
  }

  handleInput(keys: string): void {
    if (this.#isOver) this.#closed.fire();
    else this.#shell?.write(keys);
  }

  close(): void {
    this.#closing.abort();
  }

  async #use(): Promise<void> {
    const { signal } = this.#closing;
    try {
      await using shell = await this.#run.openShell(this.#size, signal);
      this.#shell = shell;
      void shell.resize(this.#size); // It may have changed meanwhile.
      await Promise.race([this.#show(shell), aborted(signal)]);
      if (signal.aborted) return;
      if ((await shell.exitCode()) === undefined)
        this.#end(vscode.l10n.t('The container has ended, and this shell with it.'));
      else this.#closed.fire();
    } catch (error) {
      if (!signal.aborted) this.#end(explain(error));
    }
  }

  async #show(shell: Shell): Promise<void> {
    const decoder = new TextDecoder();
    const pace = new Pace();
    for await (const chunk of shell.output) {
      this.#written.fire(decoder.decode(chunk, { stream: true }));
      const pause = pace.pauseAfter(chunk.length, Date.now());
      if (pause > 0) await delay(pause);
    }
  }

  /** The sentence has to stay in view, and VS Code closes a terminal at once. */
  #end(sentence: string): void {
    this.#isOver = true;
    const hint = vscode.l10n.t('Press any key to close the terminal.');
    this.#written.fire(withReturns(`\n${sentence}\n${dim(hint)}\n`));
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  if (signal.aborted) resolve(undefined);
  signal.addEventListener('abort', () => {
    resolve(undefined);
  });
  return promise;
}
