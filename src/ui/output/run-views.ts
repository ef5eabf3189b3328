import type * as vscode from 'vscode';

import type { Run } from '../../runner/task-runner.ts';
import { OutputView } from './output-view.ts';
import type { Canceller } from './run-terminal.ts';
import { TerminalView } from './terminal-view.ts';
import type { ShownTask } from './terminal-view.ts';

/** Where one run is shown. Disposing it leaves the view to the next run, as it is. */
export interface Shown<View> extends Disposable {
  readonly view: View;
  /** Tells which run it is. */
  use(run: Run): void;
}

/**
 * The channels and terminals of tasks. A task has one, which is used again and again; runs of it at the same time have one
 * each.
 */
export class RunViews implements vscode.Disposable {
  readonly #canceller: Canceller;
  /** By the key of its task, the kind and the number. */
  readonly #places = new Map<string, Place<OutputView | TerminalView>>();

  constructor(canceller: Canceller) {
    this.#canceller = canceller;
  }

  /** A channel for the next run of a task. @param key of the task */
  channel(key: string, label: string): Shown<OutputView> {
    return this.#take(key, `Container: ${label}`, (name) => new OutputView(name), isChannel);
  }

  /** A terminal for the next run of a task. */
  terminal(key: string, task: ShownTask): Shown<TerminalView> {
    return this.#take(key, task.label, (name) => new TerminalView(this.#canceller, task, name), isTerminal);
  }

  /** What shows, or has shown, a run; of one that nothing shows any more, what shows its task. */
  of({ id, key }: Run): OutputView | TerminalView | undefined {
    const places = [...this.#places.values()].filter((place) => place.key === key && !isGone(place.view));
    return (places.find(({ run }) => run === id) ?? places[0])?.view;
  }

  dispose(): void {
    for (const { view } of this.#places.values()) view.dispose();
  }

  #take<View extends OutputView | TerminalView>(
    key: string,
    name: string,
    create: (name: string) => View,
    is: (view: OutputView | TerminalView) => view is View,
  ): Shown<View> {
    for (let number = 1; ; number++) {
      const numbered = number === 1 ? name : `${name} (${number})`;
      const id = `${key}\n${numbered}`;
      const known = this.#places.get(id);
      if (known?.isTaken) continue;
      const view = known && is(known.view) && !isGone(known.view) ? known.view : create(numbered);
      const place: Place<View> = { key, view, isTaken: true, run: undefined };
      this.#places.set(id, place);
      return {
        view,
        use: ({ id: run }) => (place.run = run),
        [Symbol.dispose]: () => (place.isTaken = false),
      };
    }
  }
}

interface Place<View> {
  readonly key: string;
  readonly view: View;
  isTaken: boolean;
  /** The id of the last run. */
  run: string | undefined;
}

function isChannel(view: OutputView | TerminalView): view is OutputView {
  return view instanceof OutputView;
}

function isTerminal(view: OutputView | TerminalView): view is TerminalView {
  return view instanceof TerminalView;
}

function isGone(view: OutputView | TerminalView): boolean {
  return isTerminal(view) && view.isClosed;
}
