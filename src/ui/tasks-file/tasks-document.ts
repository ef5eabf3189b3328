import type * as vscode from 'vscode';

import type { TasksDocument } from '../../core/tasks-file/language/tasks-document.ts';
import { hostSystem } from '../../runner/host-system.ts';
import { isTasksFile } from './workspace-tasks.ts';

/** What a document says as it is now, read once for each version of it; undefined where it is no tasks file. Never rejects. */
export async function tasksDocument(document: vscode.TextDocument): Promise<TasksDocument | undefined> {
  if (!isTasksFile(document.uri)) return undefined;
  const { TasksDocument } = await import('../../runner/tasks.ts');
  const { version } = document;
  const known = read.get(document);
  if (known?.version === version) return known.content;
  const content = new TasksDocument(document.getText(), hostSystem);
  read.set(document, { version, content });
  return content;
}

const read = new WeakMap<
  vscode.TextDocument,
  { readonly version: number; readonly content: TasksDocument }
>();
