import { existsSync } from 'node:fs';
import * as vscode from 'vscode';

import { hostFiles } from '../../core/container-paths.ts';
import { findPaths } from '../../core/found-paths.ts';
import { findLogs } from './log-paths.ts';
import type { RunPaths } from '../problems/task-problems.ts';

/** How much of a channel is looked at, from its end, in UTF-16 units: VS Code asks again with each change. */
const most = 256 * 1024;

/** Makes links of paths in the container, where this machine has the file, and of the logs that have what is not shown. */
export class OutputLinks implements vscode.DocumentLinkProvider, vscode.Disposable {
  readonly #channels = new Map<string, RunPaths>();
  readonly #registration = vscode.languages.registerDocumentLinkProvider({ scheme: 'output' }, this);

  /** What the paths in a channel are about, from now on. */
  set(channel: string, paths: RunPaths): void {
    this.#channels.set(channel, paths);
  }

  provideDocumentLinks(document: vscode.TextDocument): vscode.DocumentLink[] {
    if (!document.uri.path.includes('container-tasks')) return [];
    const text = document.getText();
    const start = Math.max(0, text.length - most);
    const end = text.slice(start);
    const paths = [...this.#channels].find(([name]) => isOf(document.uri, name))?.[1];
    return [...logLinks(document, end, start), ...(paths ? pathLinks(document, end, start, paths) : [])];
  }

  dispose(): void {
    this.#registration.dispose();
  }
}

/** The document of an output channel is named after its extension, a number, and it. */
function isOf({ path }: vscode.Uri, channel: string): boolean {
  return path.endsWith(`-${channel}`);
}

/** @param start of the text in the document */
function logLinks(document: vscode.TextDocument, text: string, start: number): vscode.DocumentLink[] {
  return findLogs(text).map(({ path, offset }) => {
    const link = new vscode.DocumentLink(
      rangeOf(document, start + offset, path.length),
      vscode.Uri.file(path),
    );
    link.tooltip = vscode.l10n.t('Open the whole log');
    return link;
  });
}

/** @param start of the text in the document */
function pathLinks(
  document: vscode.TextDocument,
  text: string,
  start: number,
  paths: RunPaths,
): vscode.DocumentLink[] {
  const known = new Map<string, string | undefined>();
  return findPaths(text).flatMap(({ path, offset, length, line, column }) => {
    if (!known.has(path)) known.set(path, existingFile(path, paths));
    const file = known.get(path);
    if (file === undefined) return [];
    const fragment = line === undefined ? '' : `L${line}${column === undefined ? '' : `,${column}`}`;
    const target = vscode.Uri.file(file).with({ fragment });
    return new vscode.DocumentLink(rangeOf(document, start + offset, length), target);
  });
}

function rangeOf(document: vscode.TextDocument, offset: number, length: number): vscode.Range {
  return new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
}

/** The file of this machine that a path in a container's output stands for, if it is there. */
export function existingFile(path: string, { mapped, folder }: RunPaths): string | undefined {
  return hostFiles(path, { kind: 'relative', folder: '' }, folder, mapped).find((file) => existsSync(file));
}
