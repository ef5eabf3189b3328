import * as vscode from 'vscode';

import type { Facts } from '../../core/templates/template.ts';
import type { Chosen } from '../../core/templates/write-file.ts';
import { tasksFilePaths } from '../../core/tasks-file/paths.ts';
import { pickFolder } from './pick-folder.ts';

/**
 * Writes a first tasks file into a workspace folder, with tasks for what is in it, and opens it at the first of them. One
 * that is there is only opened. It asks only where there are several kinds of projects.
 */
export async function createTasksFile(): Promise<void> {
  const folder = await pickFolder();
  if (!folder) return;
  const known = await firstThere(tasksFilePaths.map((path) => vscode.Uri.joinPath(folder.uri, path)));
  if (known) {
    await vscode.window.showTextDocument(known);
    return;
  }
  const text = await textFor(folder);
  if (text === undefined) return;
  const uri = vscode.Uri.joinPath(folder.uri, tasksFilePaths[0]);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  const { parse } = await import('../../runner/tasks.ts');
  const [first] = parse(text).tasks;
  const editor = await vscode.window.showTextDocument(uri);
  const start = editor.document.positionAt(first?.labelOffset ?? 0);
  editor.selection = new vscode.Selection(start, start);
  editor.revealRange(editor.selection);
}

async function textFor(folder: vscode.WorkspaceFolder): Promise<string | undefined> {
  const { detect, filesToRead, helloFile, writeFile } = await import('../../runner/tasks.ts');
  const found = detect(await factsOf(folder, filesToRead));
  if (found.length === 0) return helloFile();
  const chosen = found.length === 1 ? found : await choose(found);
  if (!chosen) return undefined;
  return chosen.length === 0 ? helloFile() : writeFile(folder.name, chosen);
}

async function choose(found: readonly Chosen[]): Promise<readonly Chosen[] | undefined> {
  const items = found.map((each) => ({
    each,
    label: each.name,
    description: each.why,
    detail: each.tasks.map(({ fields }) => fields.label).join(', '),
    picked: true,
  }));
  const placeHolder = vscode.l10n.t('What tasks.container.json begins with');
  const picked = await vscode.window.showQuickPick(items, { canPickMany: true, placeHolder });
  return picked?.map(({ each }) => each);
}

async function factsOf(folder: vscode.WorkspaceFolder, paths: readonly string[]): Promise<Facts> {
  const texts = await Promise.all(
    paths.map(async (path) => [path, await readText(vscode.Uri.joinPath(folder.uri, path))] as const),
  );
  return {
    folder: folder.name,
    files: new Map(texts.filter((entry): entry is [string, string] => entry[1] !== undefined)),
  };
}

/** Of a file that is there; '' for one that is too big to be what templates read. */
async function readText(uri: vscode.Uri): Promise<string | undefined> {
  const { fs } = vscode.workspace;
  try {
    const { size, type } = await fs.stat(uri);
    if ((type & vscode.FileType.File) === 0) return undefined;
    return size > biggest ? '' : new TextDecoder().decode(await fs.readFile(uri));
  } catch {
    return undefined; // There is none.
  }
}

/** In bytes. A lock file, which only has to be there, may be bigger. */
const biggest = 256 * 1024;

async function firstThere(uris: readonly vscode.Uri[]): Promise<vscode.Uri | undefined> {
  for (const uri of uris) {
    const isThere = await Promise.resolve(vscode.workspace.fs.stat(uri)).then(
      () => true,
      () => false,
    );
    if (isThere) return uri;
  }
  return undefined;
}
