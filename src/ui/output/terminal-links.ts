import * as vscode from 'vscode';

import { findPaths } from '../../core/found-paths.ts';
import type { FoundPath } from '../../core/found-paths.ts';
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

/** Makes links of paths in the container, in the terminals of tasks, where this machine has the file. */
export class TerminalLinks implements vscode.TerminalLinkProvider<PathLink>, vscode.Disposable {
  readonly #tasks = new Map<string, RunPaths>();
  readonly #registration = vscode.window.registerTerminalLinkProvider(this);

  /** What the paths in the terminal of a task are about, from now on. */
  set(label: string, paths: RunPaths): void {
    this.#tasks.set(label, paths);
  }

  provideTerminalLinks({ line, terminal }: vscode.TerminalLinkContext): PathLink[] {
    // VS Code may put more before the label of a task.
    const paths = [...this.#tasks].find(([label]) => terminal.name.endsWith(label))?.[1];
    if (!paths) return [];
    return findPaths(line).flatMap((found) => {
      const file = existingFile(found.path, paths);
      return file === undefined ? [] : [new PathLink(found, file)];
    });
  }

  async handleTerminalLink({ file, place }: PathLink): Promise<void> {
    await vscode.window.showTextDocument(vscode.Uri.file(file), {
      selection: new vscode.Range(place, place),
    });
  }

  dispose(): void {
    this.#registration.dispose();
  }
}
