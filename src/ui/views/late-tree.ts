import * as vscode from 'vscode';

import { LatePart } from '../late-part.ts';

/** What draws a view. */
interface Tree<Node> {
  getChildren(node?: Node): Promise<readonly Node[]>;
  getTreeItem(node: Node): vscode.TreeItem;
  resolveTreeItem(item: vscode.TreeItem, node: Node): vscode.TreeItem;
  dispose(): void;
}

/** A view's tree that is loaded when the view is first looked at: VS Code wants it when the extension starts. */
export class LateTree<Node> implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #tree: LatePart<Tree<Node>>;
  readonly #changes = new vscode.EventEmitter<Node | undefined>();
  readonly onDidChangeTreeData = this.#changes.event;
  #isDisposed = false;

  /** @param load gets what draws a node anew, or all of them */
  constructor(load: (fire: (node?: Node) => void) => Promise<Tree<Node>>) {
    this.#tree = new LatePart(() =>
      load((node) => {
        if (!this.#isDisposed) this.#changes.fire(node);
      }),
    );
  }

  getChildren(node?: Node): Promise<Node[]> {
    return this.#tree.use(async (tree) => [...(await tree.getChildren(node))]);
  }

  getTreeItem(node: Node): Promise<vscode.TreeItem> {
    return this.#tree.use((tree) => tree.getTreeItem(node));
  }

  resolveTreeItem(item: vscode.TreeItem, node: Node): Promise<vscode.TreeItem> {
    return this.#tree.use((tree) => tree.resolveTreeItem(item, node));
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#changes.dispose();
    this.#tree.dispose();
  }
}
