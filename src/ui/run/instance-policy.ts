import * as vscode from 'vscode';

import type { RunOptions } from '../../core/tasks-file/definition.ts';
import type { ActiveTask } from './active-tasks.ts';
import { pickActive } from '../commands/cancel-command.ts';

/**
 * Whether a task may run once more, as `runOptions` of tasks.json has it: at the limit, a run of it is ended first, or a
 * person is asked or told.
 *
 * @param active what runs of the task
 * @param showOutput of one that a person wants to see instead
 */
export async function mayRunAgain(
  active: readonly ActiveTask[],
  { instanceLimit, instancePolicy }: RunOptions,
  showOutput: (task: ActiveTask) => void,
): Promise<boolean> {
  const [oldest] = active;
  if (!oldest || active.length < instanceLimit) return true;
  const ended = async (task: ActiveTask | undefined): Promise<boolean> => {
    if (!task) return false;
    if (!task.isStopping) task.cancel();
    await task.ended;
    return true;
  };
  switch (instancePolicy) {
    case 'silent':
      return false;
    case 'warn':
      void vscode.window.showWarningMessage(describe(active));
      return false;
    case 'terminateOldest':
      return ended(oldest);
    case 'terminateNewest':
      return ended(active.at(-1));
    case 'prompt':
      return ended(await ask(active, showOutput));
  }
}

function describe(active: readonly ActiveTask[]): string {
  const times = active.length === 1 ? '' : ` ${active.length} times`;
  return `The task "${active[0]?.label ?? ''}" is already running${times}.`;
}

/** The run that a person wants to be ended for another. */
async function ask(
  active: readonly ActiveTask[],
  showOutput: (task: ActiveTask) => void,
): Promise<ActiveTask | undefined> {
  const restart = active.length === 1 ? 'Restart' : 'Restart One';
  const show = 'Show Output';
  const answer = await vscode.window.showWarningMessage(describe(active), restart, show);
  if (answer === undefined) return undefined;
  const what = `The run to ${answer === show ? 'show' : 'end'}`;
  const task = active.length === 1 ? active[0] : await pickActive(active, what);
  if (answer === restart) return task;
  if (task) showOutput(task);
  return undefined;
}
