import * as vscode from 'vscode';

import { messageOf } from '../../core/thrown.ts';
import { DriverError } from '../../driver/driver.ts';
import type { Driver } from '../../driver/driver.ts';

/** How long an answer holds, in ms. */
const fresh = 30_000;

/**
 * Says in a view that no container engine answers, before a person runs something. It is asked when the view is shown, and
 * nothing waits for that. The context key `containerTasks.noEngine` offers to ask again.
 */
export class EngineNotice implements vscode.Disposable {
  readonly #view: vscode.TreeView<unknown>;
  readonly #loadDriver: () => Promise<Driver>;
  readonly #subscriptions: readonly vscode.Disposable[];
  #askedAt = -Infinity;
  readonly #end = new AbortController();

  /** @param askAgain tells when a person wants it to be asked */
  constructor(
    view: vscode.TreeView<unknown>,
    loadDriver: () => Promise<Driver>,
    askAgain: vscode.Event<void>,
  ) {
    this.#view = view;
    this.#loadDriver = loadDriver;
    const ask = (): void => {
      if (view.visible && vscode.workspace.isTrusted && Date.now() - this.#askedAt > fresh) void this.ask();
    };
    this.#subscriptions = [view.onDidChangeVisibility(ask), askAgain(() => void this.ask())];
    ask();
  }

  /** Asks the engine, and shows what it says. Never rejects. */
  async ask(): Promise<void> {
    this.#askedAt = Date.now();
    try {
      await (await this.#loadDriver()).ping(this.#end.signal);
      this.#show('');
    } catch (error) {
      if (!this.#end.signal.aborted)
        this.#show(error instanceof DriverError ? `${error.message} ${error.advice}` : messageOf(error));
    }
  }

  dispose(): void {
    this.#end.abort();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #show(message: string): void {
    this.#view.message = message;
    void vscode.commands.executeCommand('setContext', 'containerTasks.noEngine', message !== '');
  }
}
