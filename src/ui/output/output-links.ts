import { existsSync } from 'node:fs';
import * as vscode from 'vscode';

import { hostFiles } from '../../core/container-paths.ts';
import { findPaths } from '../../core/found-paths.ts';
import type { RunPaths } from '../problems/task-problems.ts';

/** How much of a channel is looked at, from its end, in UTF-16 units: VS Code asks again with each change. */
const most = 256 * 1024;

/** Makes links of paths in the container, where this machine has the file. */
export class OutputLinks implements vscode.DocumentLinkProvider, vscode.Disposable {
  readonly #channels = new Map<string, RunPaths>();
  readonly #registration = vscode.languages.registerDocumentLinkProvider({ scheme: 'output' }, this);

  /** What the paths in a channel are about, from now on. */
  set(channel: string, paths: RunPaths): void {
    this.#channels.set(channel, paths);
  }

  provideDocumentLinks(document: vscode.TextDocument): vscode.DocumentLink[] {
    const paths = [...this.#channels].find(([name]) => isOf(document.uri, name))?.[1];
    if (!paths) return [];
    const text = document.getText();
    const start = Math.max(0, text.length - most);
    const known = new Map<string, string | undefined>();
    return findPaths(text.slice(start)).flatMap(({ path, offset, length, line, column }) => {
      if (!known.has(path)) known.set(path, existingFile(path, paths));
      const file = known.get(path);
      if (file === undefined) return [];
      const from = document.positionAt(start + offset);
      const fragment = line === undefined ? '' : `L${line}${column === undefined ? '' : `,${column}`}`;
      const target = vscode.Uri.file(file).with({ fragment });
      return new vscode.DocumentLink(
        new vscode.Range(from, document.positionAt(start + offset + length)),
        target,
      );
    });
  }

  dispose(): void {
    this.#registration.dispose();
  }
}

/** The document of an output channel is named after its extension, a number, and it. */
function isOf({ path }: vscode.Uri, channel: string): boolean {
  return path.includes('container-tasks') && path.endsWith(`-${channel}`);
}

/** The file of this machine that a path in a container's output stands for, if it is there. */
export function existingFile(path: string, { mapped, folder }: RunPaths): string | undefined {
  return hostFiles(path, { kind: 'relative', folder: '' }, folder, mapped).find((file) => existsSync(file));
}
