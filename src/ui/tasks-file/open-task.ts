import * as vscode from 'vscode';

import { isViewNode } from '../views/nodes.ts';
import { toRange } from './ranges.ts';
import { readTasksFiles } from './workspace-tasks.ts';

/** Opens the tasks file at the task of a view, or at its beginning where none was given. */
export async function openTask(node: unknown): Promise<void> {
  const isTask = isViewNode(node) && node.kind === 'task';
  const file = isTask ? node.task.file : (await readTasksFiles())[0];
  if (!file) return;
  const document = await vscode.workspace.openTextDocument(file.uri);
  if (!isTask) {
    await vscode.window.showTextDocument(document);
    return;
  }
  const { labelOffset: offset, labelLength: length } = node.task.entry;
  await vscode.window.showTextDocument(document, { selection: toRange(document, { offset, length }) });
}
