import * as vscode from 'vscode';

import type { ActiveTask } from '../run/active-tasks.ts';
import { pickActive } from '../run/pick-run.ts';

/** Cancels the task there is, or asks which; one that is stopping already is ended at once. */
export async function cancelCommand(tasks: readonly ActiveTask[]): Promise<void> {
  const [only] = tasks;
  if (!only) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No container task is running.'));
    return;
  }
  const task =
    tasks.length === 1 ? only : await pickActive(tasks, vscode.l10n.t('The container task to cancel'));
  task?.cancel();
}
