import * as vscode from 'vscode';

import type { TaskEntry, TasksFile } from '../../core/tasks-file/parse.ts';
import { tasksFilePaths } from '../../core/tasks-file/paths.ts';
import { hostSystem } from '../../runner/host-system.ts';

/** One tasks file that is there. */
export interface WorkspaceTasksFile {
  readonly folder: vscode.WorkspaceFolder;
  readonly uri: vscode.Uri;
  readonly text: string;
  readonly content: TasksFile;
}

/** One task of a file. */
export interface WorkspaceTask {
  readonly file: WorkspaceTasksFile;
  readonly entry: TaskEntry;
}

/** Reads the tasks files of every workspace folder; of one that is being edited, what the editor shows. */
export async function readTasksFiles(): Promise<WorkspaceTasksFile[]> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const files = await Promise.all(
    folders.flatMap((folder) =>
      tasksFilePaths.map((path) => readTasksFile(folder, vscode.Uri.joinPath(folder.uri, path))),
    ),
  );
  return files.filter((file) => file !== undefined);
}

/** All tasks of the files, in order. */
export function tasksOf(files: readonly WorkspaceTasksFile[]): WorkspaceTask[] {
  return files.flatMap((file) => file.content.tasks.map((entry) => ({ file, entry })));
}

/** The task of this key, as its file has it now. */
export async function findTask(key: string): Promise<WorkspaceTask | undefined> {
  return tasksOf(await readTasksFiles()).find((task) => taskKey(task) === key);
}

/** Tells a task from all others of the workspace, run after run. */
export function taskKey({ file, entry }: WorkspaceTask): string {
  return jobKey(file.folder, entry.label);
}

/** Tells a job of a folder's tasks from all others of the workspace, run after run; that of a task is called as it is. */
export function jobKey(folder: vscode.WorkspaceFolder, id: string): string {
  return `${folder.uri.toString()}\n${id}`;
}

/** Whether a document is a tasks file of the workspace. */
export function isTasksFile(uri: vscode.Uri): boolean {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (!folder) return false;
  return tasksFilePaths.some((path) => vscode.Uri.joinPath(folder.uri, path).toString() === uri.toString());
}

/** The file's path as people say it: from its workspace folder, whose name comes first where there are several. */
export function displayPath(uri: vscode.Uri, withFolder?: boolean): string {
  return vscode.workspace.asRelativePath(uri, withFolder);
}

/** The tasks file at a place, as {@link readTasksFiles}; undefined: there is none. */
export async function readTasksFile(
  folder: vscode.WorkspaceFolder,
  uri: vscode.Uri,
): Promise<WorkspaceTasksFile | undefined> {
  const text = await readText(uri);
  if (text === undefined) return undefined;
  const { parse } = await import('../../runner/tasks.ts');
  return { folder, uri, text, content: parse(text, hostSystem) };
}

async function readText(uri: vscode.Uri): Promise<string | undefined> {
  // An editor without changes may lag behind a file that another program has written.
  const edited = vscode.workspace.textDocuments.find(
    (document) => document.isDirty && document.uri.toString() === uri.toString(),
  );
  if (edited) return edited.getText();
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined; // There is none.
  }
}
