import * as vscode from 'vscode';

import { createTasksFile } from './create-tasks-file.ts';
import { isTrusted } from './is-trusted.ts';
import { mistakeAt, mistakesOf, openMistake } from './mistakes.ts';
import { readTasksFiles, tasksOf } from './workspace-tasks.ts';
import type { WorkspaceTask, WorkspaceTasksFile } from './workspace-tasks.ts';

/**
 * The task that a person wants to run: the only one there is, or one that is picked. Undefined when there is none, after
 * a way out was offered (create a file, correct a mistake), and when the person has changed their mind.
 *
 * @param label picks the task of this name without asking
 */
export async function pickTask(label?: string): Promise<WorkspaceTask | undefined> {
  if (!(await isTrusted())) return undefined;
  const files = await readTasksFiles();
  if (files.length === 0) {
    await offerToCreate();
    return undefined;
  }
  const tasks = tasksOf(files);
  if (label !== undefined) return runnable(named(label, tasks));
  const [only] = tasks;
  if (!only) {
    await tellThereIsNone(files);
    return undefined;
  }
  return runnable(tasks.length === 1 ? only : await pick(tasks, files));
}

async function offerToCreate(): Promise<void> {
  if (!vscode.workspace.workspaceFolders?.length) {
    void vscode.window.showInformationMessage('Open a folder first: container tasks belong to a folder.');
    return;
  }
  const create = 'Create tasks.container.json';
  const message = 'This workspace has no container tasks yet.';
  if ((await vscode.window.showInformationMessage(message, create)) === create) await createTasksFile();
}

async function tellThereIsNone(files: readonly WorkspaceTasksFile[]): Promise<void> {
  const [file] = files;
  if (!file) return;
  const broken = files.find(({ content }) => content.problems.length > 0) ?? file;
  const [problem] = broken.content.problems;
  await openMistake(
    mistakeAt(broken, problem?.message ?? 'There is no task in "tasks" yet.', problem?.offset ?? 0),
  );
}

function named(label: string, tasks: readonly WorkspaceTask[]): WorkspaceTask | undefined {
  const task = tasks.find(({ entry }) => entry.label === label);
  if (!task) void vscode.window.showErrorMessage(`There is no container task "${label}" in this workspace.`);
  return task;
}

async function pick(
  tasks: readonly WorkspaceTask[],
  files: readonly WorkspaceTasksFile[],
): Promise<WorkspaceTask | undefined> {
  const severalFolders = new Set(files.map(({ folder }) => folder.name)).size > 1;
  const items = tasks.map((task) => {
    const { entry, file } = task;
    const [problem] = entry.problems;
    const folder = severalFolders ? ` (${file.folder.name})` : '';
    return {
      task,
      label: problem ? `$(error) ${entry.label}` : entry.label,
      description: `${entry.image || 'an image that is built'}${folder}`,
      detail: problem?.message ?? entry.detail ?? '',
    };
  });
  const options = { placeHolder: 'The container task to run', matchOnDescription: true, matchOnDetail: true };
  return (await vscode.window.showQuickPick(items, options))?.task;
}

async function runnable(task: WorkspaceTask | undefined): Promise<WorkspaceTask | undefined> {
  const [first] = task ? mistakesOf(task) : [];
  if (!first) return task;
  await openMistake(first, task?.entry.label);
  return undefined;
}
