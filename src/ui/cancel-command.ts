import * as vscode from 'vscode';

import { formatDuration } from '../core/format.ts';
import { describeImage } from '../core/report.ts';
import type { Run, TaskRunner } from '../runner/task-runner.ts';

/** Cancels the run there is, or asks which; a run that is stopping already is removed at once. */
export async function cancelCommand(runner: TaskRunner): Promise<void> {
  const runs = runner.running;
  const [only] = runs;
  if (!only) {
    void vscode.window.showInformationMessage('No container task is running.');
    return;
  }
  const run = runs.length === 1 ? only : await pickRun(runs, 'The container task to cancel');
  if (run) runner.cancel(run.id);
}

/** Asks for one of the runs; says so where there is none. */
export async function pickRun(runs: readonly Run[], placeHolder: string): Promise<Run | undefined> {
  if (runs.length === 0) {
    void vscode.window.showInformationMessage('No container task has run in this window yet.');
    return undefined;
  }
  const items = runs.map((run) => ({
    run,
    label: run.spec.label,
    description: describeImage(run.spec),
    detail: `${run.status}, ${formatDuration((run.endedAt ?? Date.now()) - run.startedAt)}`,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.run;
}
