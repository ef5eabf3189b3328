import * as vscode from 'vscode';

import { formatDuration } from '../../core/format.ts';
import { describeImage } from '../../core/report.ts';
import { statusName } from '../../core/status-name.ts';
import type { Run } from '../../runner/task-runner.ts';
import type { ActiveTask } from '../run/active-tasks.ts';

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

/** Asks for one of the tasks that run. */
export async function pickActive(
  tasks: readonly ActiveTask[],
  placeHolder: string,
): Promise<ActiveTask | undefined> {
  const items = tasks.map((task) => ({
    task,
    label: task.label,
    description: task.running
      .map(({ spec }) => (spec.label === task.label ? describeImage(spec) : spec.label))
      .join(', '),
    detail: describeState(task),
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.task;
}

function describeState({ isStopping, startedAt }: ActiveTask): string {
  const duration = formatDuration(Date.now() - startedAt);
  return isStopping ? vscode.l10n.t('stopping, {0}', duration) : vscode.l10n.t('running, {0}', duration);
}

/** Asks for one of the runs; says so where there is none. */
export async function pickRun(runs: readonly Run[], placeHolder: string): Promise<Run | undefined> {
  if (runs.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No container task has run in this window yet.'));
    return undefined;
  }
  const items = runs.map((run) => ({
    run,
    label: run.spec.label,
    description: describeImage(run.spec),
    detail: `${statusName(run.status)}, ${formatDuration((run.endedAt ?? Date.now()) - run.startedAt)}`,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.run;
}
