import * as vscode from 'vscode';

import { createTasksFile } from '../tasks-file/create-tasks-file.ts';
import { isTrusted } from '../is-trusted.ts';
import { byGroup } from '../tasks-file/by-group.ts';
import { mistakeAt, mistakesOf, openMistake } from '../tasks-file/mistakes.ts';
import { readTasksFiles, tasksOf } from '../tasks-file/workspace-tasks.ts';
import type { WorkspaceTask, WorkspaceTasksFile } from '../tasks-file/workspace-tasks.ts';

/** A task that was just read, unless it cannot be run, which is told. */
export async function checkTask(task: WorkspaceTask): Promise<WorkspaceTask | undefined> {
  return (await isTrusted()) ? runnable(task) : undefined;
}

/** A task that was shown, as its file has it by now, unless it cannot be run, which is told. */
export async function checkShownTask({ file, entry }: WorkspaceTask): Promise<WorkspaceTask | undefined> {
  if (!(await isTrusted())) return undefined;
  const ofFile = (await readTasksFiles()).filter(({ uri }) => uri.toString() === file.uri.toString());
  return runnable(named(entry.label, tasksOf(ofFile)));
}

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
  const offered = tasks.filter(({ entry }) => !entry.hide);
  const [only] = offered;
  if (!only) {
    await tellThereIsNone(files);
    return undefined;
  }
  return runnable(offered.length === 1 ? only : await pick(offered, files));
}

async function offerToCreate(): Promise<void> {
  if (!vscode.workspace.workspaceFolders?.length) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Open a folder first: container tasks belong to a folder.'),
    );
    return;
  }
  const create = vscode.l10n.t('Create tasks.container.json');
  const message = vscode.l10n.t('This workspace has no container tasks yet.');
  if ((await vscode.window.showInformationMessage(message, create)) === create) await createTasksFile();
}

async function tellThereIsNone(files: readonly WorkspaceTasksFile[]): Promise<void> {
  const [file] = files;
  if (!file) return;
  const broken = files.find(({ content }) => content.problems.length > 0) ?? file;
  const [problem] = broken.content.problems;
  await openMistake(
    mistakeAt(
      broken,
      problem?.message ?? vscode.l10n.t('There is no task in "tasks" yet.'),
      problem?.offset ?? 0,
    ),
  );
}

function named(label: string, tasks: readonly WorkspaceTask[]): WorkspaceTask | undefined {
  const task = tasks.find(({ entry }) => entry.label === label);
  if (!task)
    void vscode.window.showErrorMessage(
      vscode.l10n.t('There is no container task "{0}" in this workspace.', label),
    );
  return task;
}

async function pick(
  tasks: readonly WorkspaceTask[],
  files: readonly WorkspaceTasksFile[],
): Promise<WorkspaceTask | undefined> {
  const severalFolders = new Set(files.map(({ folder }) => folder.name)).size > 1;
  const items = byGroup(tasks).flatMap(({ name, members }) => [
    ...(name === undefined ? [] : [{ label: name, kind: vscode.QuickPickItemKind.Separator }]),
    ...members.map((task) => toItem(task, severalFolders)),
  ]);
  const options = {
    placeHolder: vscode.l10n.t('The container task to run'),
    matchOnDescription: true,
    matchOnDetail: true,
  };
  return (await vscode.window.showQuickPick<TaskItem>(items, options))?.task;
}

interface TaskItem extends vscode.QuickPickItem {
  /** Undefined: it is no task. */
  readonly task?: WorkspaceTask;
}

function toItem(task: WorkspaceTask, severalFolders: boolean): TaskItem {
  const { entry, file } = task;
  const [problem] = entry.problems;
  const image = entry.image || vscode.l10n.t('an image that is built');
  const folder = severalFolders ? ` (${file.folder.name})` : '';
  const icon = problem ? { id: 'error', color: 'problemsErrorIcon.foreground' } : entry.icon;
  return {
    task,
    label: entry.label,
    description: [`${image}${folder}`, ...(entry.group?.isDefault ? [vscode.l10n.t('default')] : [])].join(
      ', ',
    ),
    detail: problem?.message ?? entry.detail ?? '',
    ...(icon && {
      iconPath: new vscode.ThemeIcon(icon.id, icon.color ? new vscode.ThemeColor(icon.color) : undefined),
    }),
  };
}

async function runnable(task: WorkspaceTask | undefined): Promise<WorkspaceTask | undefined> {
  const [first] = task ? mistakesOf(task) : [];
  if (!first) return task;
  await openMistake(first, task?.entry.label);
  return undefined;
}
