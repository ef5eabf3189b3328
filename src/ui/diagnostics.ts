import * as vscode from 'vscode';

import { parse } from '../core/tasks-file/parse.ts';
import { hostSystem } from '../runner/host-system.ts';
import { isTasksFile } from './workspace-tasks.ts';

/** Marks the mistakes of every open tasks file while it is edited. */
export class Diagnostics implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('container-tasks');
  readonly #subscriptions: readonly { dispose(): void }[];

  constructor() {
    const { workspace } = vscode;
    for (const document of workspace.textDocuments) this.#check(document);
    this.#subscriptions = [
      this.#collection,
      workspace.onDidOpenTextDocument((document) => {
        this.#check(document);
      }),
      workspace.onDidChangeTextDocument(({ document }) => {
        this.#check(document);
      }),
      workspace.onDidCloseTextDocument(({ uri }) => {
        this.#collection.delete(uri);
      }),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #check(document: vscode.TextDocument): void {
    if (!isTasksFile(document.uri)) return;
    const { problems } = parse(document.getText(), hostSystem);
    this.#collection.set(
      document.uri,
      problems.map(({ message, offset, length }) => {
        const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
        const diagnostic = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Error);
        diagnostic.source = 'Container Tasks';
        return diagnostic;
      }),
    );
  }
}
