import * as vscode from 'vscode';

import { findPaths } from '../../core/found-paths.ts';
import type { FoundPath } from '../../core/found-paths.ts';
import { findLogs } from './log-paths.ts';
import type { FoundLog } from './log-paths.ts';
import { existingFile } from './output-links.ts';
import type { RunPaths } from '../problems/task-problems.ts';

/** A path in the container that is a file of this machine. */
class PathLink extends vscode.TerminalLink {
  readonly file: string;
  readonly place: vscode.Position;

  constructor({ offset, length, line = 1, column = 1 }: FoundPath, file: string) {
    super(offset, length);
    this.file = file;
    this.place = new vscode.Position(Math.max(0, line - 1), Math.max(0, column - 1));
  }
}

/** A log that has what a terminal does not show. */
class LogLink extends vscode.TerminalLink {
  readonly path: string;

  constructor({ offset, path }: FoundLog) {
    super(offset, path.length, vscode.l10n.t('Open the whole log'));
    this.path = path;
  }
}

/** Makes links of paths in the container, in the terminals of tasks, where this machine has the file. */
export class TerminalLinks implements vscode.TerminalLinkProvider<PathLink | LogLink>, vscode.Disposable {
  readonly #tasks = new Map<string, RunPaths>();
  readonly #registration = vscode.window.registerTerminalLinkProvider(this);

  /** What the paths in the terminal of a task are about, from now on. */
  set(label: string, paths: RunPaths): void {
    this.#tasks.set(label, paths);
  }

  provideTerminalLinks({ line, terminal }: vscode.TerminalLinkContext): (PathLink | LogLink)[] {
    // VS Code may put more before the label of a task.
    const paths = [...this.#tasks].find(([label]) => terminal.name.endsWith(label))?.[1];
    if (!paths) return [];
    const logs = findLogs(line).map((found) => new LogLink(found));
    if (logs.length > 0) return logs;
    return findPaths(line).flatMap((found) => {
      const file = existingFile(found.path, paths);
      return file === undefined ? [] : [new PathLink(found, file)];
    });
  }

  async handleTerminalLink(link: PathLink | LogLink): Promise<void> {
    // A log may be larger than what an extension can show.
    if (link instanceof LogLink)
      return vscode.commands.executeCommand('vscode.open', vscode.Uri.file(link.path));
    const selection = new vscode.Range(link.place, link.place);
    await vscode.window.showTextDocument(vscode.Uri.file(link.file), { selection });
  }

  dispose(): void {
    this.#registration.dispose();
  }
}
