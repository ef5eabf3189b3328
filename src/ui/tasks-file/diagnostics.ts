import * as vscode from 'vscode';

import type { Problem } from '../../core/tasks-file/problem.ts';
import { tasksDocument } from './tasks-document.ts';
import { HostFileWatch } from './host-file-watch.ts';
import { toRange } from './ranges.ts';
import { isTasksFile } from './workspace-tasks.ts';

/** How long nothing has to be typed until the files are looked for that a tasks file names, in ms. */
const pause = 300;

/** A mistake, and how it is shown. */
interface Mark {
  readonly problem: Problem;
  readonly diagnostic: vscode.Diagnostic;
}

/** Marks the mistakes of every open tasks file while it is edited. */
export class Diagnostics implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('container-tasks');
  readonly #subscriptions: readonly { dispose(): void }[];
  /** By document. */
  readonly #marks = new Map<string, readonly Mark[]>();
  readonly #watch = new HostFileWatch((key) => {
    const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === key);
    if (document) this.#lookLater(document);
  });
  /** What waits for a pause, by document. */
  readonly #waiting = new Map<string, NodeJS.Timeout>();

  constructor() {
    const { workspace } = vscode;
    for (const document of workspace.textDocuments) this.#check(document);
    this.#subscriptions = [
      this.#collection,
      this.#watch,
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
        this.#marks.delete(uri.toString());
        this.#watch.watch(uri.toString(), []);
      }),
    ];
  }

  /** What is marked in a range of a document. */
  at(uri: vscode.Uri, range: vscode.Range): readonly Mark[] {
    const marks = this.#marks.get(uri.toString()) ?? [];
    return marks.filter(({ diagnostic }) => diagnostic.range.intersection(range) !== undefined);
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
    this.#show(document, content.file.problems);
    this.#lookLater(document);
  }

  /** For what the file names, which takes longer than to read it. */
  #lookLater(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(this.#waiting.get(key));
    const timer = setTimeout(() => {
      this.#waiting.delete(key);
      void this.#checkHostFiles(document); // It never rejects.
    }, pause);
    this.#waiting.set(key, timer);
  }

  async #checkHostFiles(document: vscode.TextDocument): Promise<void> {
    const folder = vscode.workspace.getWorkspaceFolder(document.uri);
    const content = await tasksDocument(document);
    if (!folder || !content || document.isClosed) return;
    const { version } = document;
    const { file } = content;
    const { checkHostFiles, hostFilesOf } = await import('../../runner/tasks.ts');
    const host = { workspaceFolder: folder.uri.fsPath, env: process.env };
    const key = document.uri.toString();
    this.#watch.watch(key, hostFilesOf(file, host));
    const found = await checkHostFiles(file, host);
    // What was edited or closed meanwhile is looked at anew, or not at all.
    if (document.version !== version || !this.#marks.has(key)) return;
    const isShown = this.#marks.get(key)?.length === file.problems.length;
    if (found.length > 0 || !isShown) this.#show(document, [...file.problems, ...found]);
  }

  #show(document: vscode.TextDocument, problems: readonly Problem[]): void {
    const marks = problems.map((problem) => {
      const { message } = problem;
      const range = toRange(document, problem);
      const diagnostic = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Error);
      diagnostic.source = 'Container Tasks';
      return { problem, diagnostic };
    });
    this.#marks.set(document.uri.toString(), marks);
    this.#collection.set(
      document.uri,
      marks.map(({ diagnostic }) => diagnostic),
    );
  }
}
