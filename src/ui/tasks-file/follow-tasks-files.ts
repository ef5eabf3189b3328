import * as vscode from 'vscode';

import { tasksFilePaths } from '../../core/tasks-file/paths.ts';
import { isTasksFile } from './workspace-tasks.ts';

/** How long nothing has to be typed until somebody is told, in ms. */
const pause = 300;

/**
 * Calls the listener soon after what `readTasksFiles` gives has changed: files that are edited, saved or not, made or removed,
 * also by other programs, and folders that come and go. Until it is disposed.
 */
export function followTasksFiles(listener: () => void): vscode.Disposable {
  const { workspace } = vscode;
  let timer: NodeJS.Timeout | undefined;
  const change = (): void => {
    clearTimeout(timer);
    timer = setTimeout(listener, pause);
  };
  const watchers = (): vscode.Disposable[] =>
    (workspace.workspaceFolders ?? []).map((folder) => {
      const pattern = new vscode.RelativePattern(folder, `{${tasksFilePaths.join(',')}}`);
      const watcher = workspace.createFileSystemWatcher(pattern);
      for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete]) event(change);
      return watcher;
    });
  let watching = watchers();
  const subscriptions = [
    workspace.onDidChangeTextDocument(({ document }) => {
      if (isTasksFile(document.uri)) change();
    }),
    workspace.onDidChangeWorkspaceFolders(() => {
      for (const watcher of watching) watcher.dispose();
      watching = watchers();
      change();
    }),
    workspace.onDidGrantWorkspaceTrust(change),
  ];
  return new vscode.Disposable(() => {
    clearTimeout(timer);
    for (const each of [...subscriptions, ...watching]) each.dispose();
  });
}
