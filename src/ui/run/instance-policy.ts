import * as vscode from 'vscode';

import type { RunOptions } from '../../core/tasks-file/definition.ts';
import type { ActiveTask } from './active-tasks.ts';
import { pickActive } from './pick-run.ts';

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
  const label = active[0]?.label ?? '';
  return active.length === 1
    ? vscode.l10n.t('The task "{0}" is already running.', label)
    : vscode.l10n.t('The task "{0}" is already running {1} times.', label, active.length);
}

/** The run that a person wants to be ended for another. */
async function ask(
  active: readonly ActiveTask[],
  showOutput: (task: ActiveTask) => void,
): Promise<ActiveTask | undefined> {
  const restart = active.length === 1 ? vscode.l10n.t('Restart') : vscode.l10n.t('Restart One');
  const show = vscode.l10n.t('Show Output');
  const answer = await vscode.window.showWarningMessage(describe(active), restart, show);
  if (answer === undefined) return undefined;
  const what = answer === show ? vscode.l10n.t('The run to show') : vscode.l10n.t('The run to end');
  const task = active.length === 1 ? active[0] : await pickActive(active, what);
  if (answer === restart) return task;
  if (task) showOutput(task);
  return undefined;
}
