import * as vscode from 'vscode';

/** What draws a view. */
interface Tree<Node> {
  getChildren(node?: Node): Promise<readonly Node[]>;
  getTreeItem(node: Node): vscode.TreeItem;
  resolveTreeItem(item: vscode.TreeItem, node: Node): vscode.TreeItem;
  dispose(): void;
}

/** A view's tree that is loaded when the view is first looked at: VS Code wants it when the extension starts. */
export class LateTree<Node> implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #load: (fire: (node?: Node) => void) => Promise<Tree<Node>>;
  readonly #changes = new vscode.EventEmitter<Node | undefined>();
  readonly onDidChangeTreeData = this.#changes.event;
  #tree: Promise<Tree<Node>> | undefined;
  #isDisposed = false;

  /** @param load gets what draws a node anew, or all of them */
  constructor(load: (fire: (node?: Node) => void) => Promise<Tree<Node>>) {
    this.#load = load;
  }

  async getChildren(node?: Node): Promise<Node[]> {
    return [...(await (await this.#loaded()).getChildren(node))];
  }

  async getTreeItem(node: Node): Promise<vscode.TreeItem> {
    return (await this.#loaded()).getTreeItem(node);
  }

  async resolveTreeItem(item: vscode.TreeItem, node: Node): Promise<vscode.TreeItem> {
    return (await this.#loaded()).resolveTreeItem(item, node);
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#changes.dispose();
    void this.#tree?.then((tree) => {
      tree.dispose();
    });
  }

  #loaded(): Promise<Tree<Node>> {
    this.#tree ??= this.#load((node) => {
      if (!this.#isDisposed) this.#changes.fire(node);
    });
    return this.#tree;
  }
}
