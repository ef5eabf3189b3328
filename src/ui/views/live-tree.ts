import type * as vscode from 'vscode';

/** What is asked of a view that shows a tree. */
type View = Pick<vscode.TreeView<unknown>, 'visible' | 'onDidChangeVisibility'>;

/** When a tree is drawn anew. */
export interface Redraw<Node> {
  /** All of it. */
  readonly all: () => void;
  /** What changes as time goes by: that it is still running. */
  readonly running: () => readonly Node[];
  readonly one: (node: Node) => void;
}

/** Many changes at once are drawn once, so many ms later. */
const pause = 100;

/**
 * Keeps a tree that is in view up to date: soon after a change, what runs each second, and "5 min ago" each minute. Nothing is
 * drawn while the view is hidden, which gets everything anew when it is shown.
 */
export class LiveTree<Node> implements vscode.Disposable {
  readonly #view: View;
  readonly #redraw: Redraw<Node>;
  readonly #visibility: vscode.Disposable;
  #soon: NodeJS.Timeout | undefined;
  #second: NodeJS.Timeout | undefined;
  #minute: NodeJS.Timeout | undefined;

  constructor(view: View, redraw: Redraw<Node>) {
    this.#view = view;
    this.#redraw = redraw;
    this.#visibility = view.onDidChangeVisibility(({ visible }) => {
      this.#stop();
      if (!visible) return;
      redraw.all();
      this.#begin();
    });
    if (view.visible) this.#begin();
  }

  /** Something has changed. */
  change(): void {
    if (!this.#view.visible) return;
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      this.#redraw.all();
    }, pause);
  }

  dispose(): void {
    this.#stop();
    this.#visibility.dispose();
  }

  #begin(): void {
    this.#minute = setInterval(this.#redraw.all, 60_000);
    this.#second = setInterval(() => {
      for (const node of this.#redraw.running()) this.#redraw.one(node);
    }, 1000);
  }

  #stop(): void {
    clearTimeout(this.#soon);
    this.#soon = undefined;
    clearInterval(this.#second);
    clearInterval(this.#minute);
  }
}
