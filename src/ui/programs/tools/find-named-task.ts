import { mistakesOf } from '../../tasks-file/mistakes.ts';
import { displayPath, readTasksFiles, tasksOf } from '../../tasks-file/workspace-tasks.ts';
import type { WorkspaceTask } from '../../tasks-file/workspace-tasks.ts';
import { ProgramError } from '../program-error.ts';
import { findTask } from '../start-run.ts';
import type { ToolInput } from './tool-input.ts';

/** The task that a language model means. @throws Error it cannot run; what it says helps to mean another. */
export async function findNamedTask(input: ToolInput): Promise<WorkspaceTask> {
  const label = input.demand('task');
  const path = input.text('file');
  const files = await readTasksFiles();
  const file = files.find(({ uri }) => path === displayPath(uri) || path === displayPath(uri, false));
  if (path !== undefined && !file)
    throw unknown(
      `There is no tasks file "${path}".`,
      files.map(({ uri }) => displayPath(uri)),
    );
  const task = await findTask({ label, ...(file && { file: file.uri }) }).catch((error: unknown) => {
    const labels = tasksOf(files).map(({ entry }) => entry.label);
    throw error instanceof ProgramError ? unknown(error.message, labels) : error;
  });
  const mistakes = mistakesOf(task).map(({ message }) => message);
  if (mistakes.length > 0) throw new ProgramError('mistakes', mistakes.join('\n'));
  return task;
}

/** How many names are told. */
const most = 50;

function unknown(message: string, names: readonly string[]): ProgramError {
  const told = names.slice(0, most).map((name) => `"${name}"`);
  const more = names.length > most ? `, and ${names.length - most} more` : '';
  return new ProgramError('unknownTask', `${message} There are: ${told.join(', ') || 'none'}${more}.`);
}
