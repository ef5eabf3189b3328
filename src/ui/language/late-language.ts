import * as vscode from 'vscode';

import { tasksFilePaths } from '../../core/tasks-file/paths.ts';
import type { Driver } from '../../driver/driver.ts';
import { LatePart } from '../late-part.ts';
import type { TaskStates } from '../run/task-states.ts';

/** Helps to write tasks files; what does is loaded when the first of them is open. */
export function lateLanguage(loadDriver: () => Promise<Driver>, states: TaskStates): vscode.Disposable {
  const language = new LatePart(async () => {
    const { tasksFileLanguage } = await import('../late.ts');
    return tasksFileLanguage(loadDriver, states);
  });
  const look = ({ uri }: vscode.TextDocument): void => {
    // Which folder it is in may change while it is open: that is asked later.
    if (tasksFilePaths.some((path) => uri.path.endsWith(`/${path}`))) void language.use(() => undefined);
  };
  vscode.workspace.textDocuments.forEach(look);
  return vscode.Disposable.from(language, vscode.workspace.onDidOpenTextDocument(look));
}
