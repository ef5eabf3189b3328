import { existsSync } from 'node:fs';
import { setImmediate as breathe } from 'node:timers/promises';
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

  async provideDocumentLinks(
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
  ): Promise<vscode.DocumentLink[]> {
    if (!document.uri.path.includes('container-tasks')) return [];
    const paths = [...this.#channels].find(([name]) => isOf(document.uri, name))?.[1];
    const known = new Map<string, string | undefined>();
    const links: vscode.DocumentLink[] = [];
    for (const [index, line] of lastLines(document).entries()) {
      if (index % 50 === 0) await breathe();
      if (token.isCancellationRequested) break;
      links.push(...logLinks(line), ...(paths ? pathLinks(line, paths, known) : []));
    }
    return links;
  }

  dispose(): void {
    this.#registration.dispose();
  }
}

/** The document of an output channel is named after its extension, a number, and it. */
function isOf({ path }: vscode.Uri, channel: string): boolean {
  return path.endsWith(`-${channel}`);
}

interface Line {
  /** Counted from 0. */
  readonly number: number;
  readonly text: string;
}

/** The lines at the end, in order: the text of all would be copied, and most of it for nothing. */
function lastLines(document: vscode.TextDocument): readonly Line[] {
  const lines: Line[] = [];
  let length = 0;
  for (let number = document.lineCount - 1; number >= 0; number--) {
    const { text } = document.lineAt(number);
    length += text.length + 1;
    if (length > most) break;
    lines.push({ number, text });
  }
  return lines.reverse();
}

function logLinks({ number, text }: Line): vscode.DocumentLink[] {
  return findLogs(text).map(({ path, offset }) => {
    const range = new vscode.Range(number, offset, number, offset + path.length);
    const link = new vscode.DocumentLink(range, vscode.Uri.file(path));
    link.tooltip = vscode.l10n.t('Open the whole log');
    return link;
  });
}

/** @param known what the paths before stand for */
function pathLinks(
  { number, text }: Line,
  paths: RunPaths,
  known: Map<string, string | undefined>,
): vscode.DocumentLink[] {
  return findPaths(text).flatMap(({ path, offset, length, line, column }) => {
    if (!known.has(path)) known.set(path, existingFile(path, paths));
    const file = known.get(path);
    if (file === undefined) return [];
    const fragment = line === undefined ? '' : `L${line}${column === undefined ? '' : `,${column}`}`;
    const target = vscode.Uri.file(file).with({ fragment });
    return [new vscode.DocumentLink(new vscode.Range(number, offset, number, offset + length), target)];
  });
}

/** The file of this machine that a path in a container's output stands for, if it is there. */
export function existingFile(path: string, { mapped, folder }: RunPaths): string | undefined {
  return hostFiles(path, { kind: 'relative', folder: '' }, folder, mapped).find((file) => existsSync(file));
}
