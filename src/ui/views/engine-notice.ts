import * as vscode from 'vscode';

import { messageOf } from '../../core/thrown.ts';
import { DriverError } from '../../driver/driver.ts';
import type { Driver } from '../../driver/driver.ts';

/** How long an answer holds, in ms. */
const fresh = 30_000;
/** How long it holds that there is none, when something begins to run all the same, in ms. */
const freshFailure = 3_000;

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
      this.#askUnless(fresh);
    };
    this.#subscriptions = [view.onDidChangeVisibility(ask), askAgain(() => void this.ask())];
    ask();
  }

  /** Call it when a task begins or ends: an engine may answer again. */
  change(): void {
    if (this.#view.message) this.#askUnless(freshFailure);
  }

  /** Asks the engine, and shows what it says. Never rejects. */
  async ask(): Promise<void> {
    // Its address may come from the workspace.
    if (!vscode.workspace.isTrusted) return;
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

  /** @param age of the last answer, in ms, that will do */
  #askUnless(age: number): void {
    if (this.#view.visible && Date.now() - this.#askedAt > age) void this.ask();
  }

  #show(message: string): void {
    this.#view.message = message;
    void vscode.commands.executeCommand('setContext', 'containerTasks.noEngine', message !== '');
  }
}
