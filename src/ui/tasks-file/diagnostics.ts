import * as vscode from 'vscode';

import type { TasksFile } from '../../core/tasks-file/parse.ts';
import type { Problem } from '../../core/tasks-file/problem.ts';
import { tasksDocument } from './tasks-document.ts';
import { toRange } from './ranges.ts';
import { isTasksFile } from './workspace-tasks.ts';

/** How long nothing has to be typed until the files are looked for that a tasks file names, in ms. */
const pause = 300;

/** Marks the mistakes of every open tasks file while it is edited. */
export class Diagnostics implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('container-tasks');
  readonly #subscriptions: readonly { dispose(): void }[];
  /** What waits for a pause, by document. */
  readonly #waiting = new Map<string, NodeJS.Timeout>();

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
        clearTimeout(this.#waiting.get(uri.toString()));
        this.#waiting.delete(uri.toString());
        this.#collection.delete(uri);
      }),
    ];
  }

  dispose(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #check(document: vscode.TextDocument): void {
    if (isTasksFile(document.uri)) void this.#checkText(document); // It never rejects.
  }

  /** What is found of a text that has changed meanwhile is dropped: the next look is on its way. */
  async #checkText(document: vscode.TextDocument): Promise<void> {
    const { version } = document;
    const content = await tasksDocument(document);
    if (!content || document.isClosed || document.version !== version) return;
    const { file } = content;
    this.#show(document, file.problems);
    const key = document.uri.toString();
    clearTimeout(this.#waiting.get(key));
    const timer = setTimeout(() => {
      this.#waiting.delete(key);
      void this.#checkHostFiles(document, file);
    }, pause);
    this.#waiting.set(key, timer);
  }

  async #checkHostFiles(document: vscode.TextDocument, file: TasksFile): Promise<void> {
    const folder = vscode.workspace.getWorkspaceFolder(document.uri);
    if (!folder) return;
    const { version } = document;
    const { checkHostFiles } = await import('../../runner/tasks.ts');
    const found = await checkHostFiles(file, { workspaceFolder: folder.uri.fsPath, env: process.env });
    if (document.isClosed || document.version !== version || found.length === 0) return;
    this.#show(document, [...file.problems, ...found]);
  }

  #show(document: vscode.TextDocument, problems: readonly Problem[]): void {
    this.#collection.set(
      document.uri,
      problems.map(({ message, offset, length }) => {
        const range = toRange(document, { offset, length });
        const diagnostic = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Error);
        diagnostic.source = 'Container Tasks';
        return diagnostic;
      }),
    );
  }
}
