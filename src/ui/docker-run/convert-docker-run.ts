import * as vscode from 'vscode';

import type { Converted } from '../../core/docker-run/convert.ts';
import { tasksFilePaths } from '../../core/tasks-file/paths.ts';
import { pickFolder } from '../tasks-file/pick-folder.ts';
import { readTasksFiles } from '../tasks-file/workspace-tasks.ts';
import { addTask } from './add-task.ts';
import { suggestLine } from './suggest-line.ts';

/**
 * Makes a task of a `docker run` line: asks for it, puts the task into the folder's tasks file, which is made where there
 * is none, and shows it there. Resolves with its label; undefined where nothing was added.
 *
 * @param line converts this one without asking
 */
export async function convertDockerRun(line?: unknown): Promise<string | undefined> {
  const folder = await pickFolder();
  if (!folder) return undefined;
  const files = (await readTasksFiles()).filter((file) => file.folder.index === folder.index);
  const taken = files.flatMap(({ content }) => content.tasks.map(({ label }) => label));
  const converted = typeof line === 'string' ? await convert(line, taken) : await ask(taken);
  if (!converted) return undefined;
  if (typeof converted === 'string') return void vscode.window.showErrorMessage(converted);
  const uri = files[0]?.uri ?? vscode.Uri.joinPath(folder.uri, tasksFilePaths[0]);
  if (!(await addTask(uri, converted))) return undefined;
  tellLeftOut(converted);
  return converted.task.label;
}

/** The task, or what is wrong with the line. */
async function convert(line: string, taken: readonly string[]): Promise<Converted | string> {
  const { convertDockerRun } = await import('../../runner/tasks.ts');
  const converted = convertDockerRun(line, taken);
  return 'problem' in converted ? converted.problem : converted.value;
}

async function ask(taken: readonly string[]): Promise<Converted | string | undefined> {
  const line = await vscode.window.showInputBox({
    title: vscode.l10n.t('Convert docker run to Task'),
    prompt: vscode.l10n.t('The command line to make a task of'),
    placeHolder: 'docker run --rm -v $(pwd):/app -w /app node:24 npm test',
    value: await suggestLine(),
    ignoreFocusOut: true,
    validateInput: async (text) => {
      if (text.trim() === '') return undefined;
      const converted = await convert(text, taken);
      return typeof converted === 'string' ? converted : undefined;
    },
  });
  return line === undefined || line.trim() === '' ? undefined : convert(line, taken);
}

function tellLeftOut({ leftOut }: Converted): void {
  if (leftOut.length === 0) return;
  // Values may be long, and stand in the comment.
  const flags = [...new Set(leftOut.map(({ flag }) => flag.replace(/[=:].*$/su, '')))].join(', ');
  void vscode.window.showInformationMessage(
    vscode.l10n.t('Not all of the line could be kept: {0}. A comment before the task says why.', flags),
  );
}
