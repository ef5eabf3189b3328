import * as vscode from 'vscode';

import { formatDuration } from '../../core/format.ts';
import { describeImage } from '../../core/report.ts';
import type { PastRun } from '../../runner/history/history.ts';
import type { Run } from '../../runner/task-runner.ts';
import { describeEnd, momentOf } from '../views/words.ts';
import type { ActiveTask } from './active-tasks.ts';

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

function describeState({ isStopping, startedAt }: Pick<ActiveTask, 'isStopping' | 'startedAt'>): string {
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
    detail: describeRun(run),
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.run;
}

/** Runs to pick from, under a title where there are several kinds of them. */
interface PastRunGroup {
  readonly title?: string;
  readonly runs: readonly PastRun[];
}

/** Asks for one of the runs that have ended; says so where there is none. */
export async function pickPastRun(
  groups: readonly PastRunGroup[],
  placeHolder: string,
): Promise<PastRun | undefined> {
  const items = groups.filter(({ runs }) => runs.length > 0).flatMap(toItems);
  if (items.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('No container task has run in this workspace yet.'),
    );
    return undefined;
  }
  return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true }))?.run;
}

function toItems({
  title,
  runs,
}: PastRunGroup): readonly (vscode.QuickPickItem & { readonly run?: PastRun })[] {
  const heading = title === undefined ? [] : [{ label: title, kind: vscode.QuickPickItemKind.Separator }];
  const items = runs.map((run) => ({
    run,
    label: run.spec.label,
    description: `${momentOf(run.startedAt)} · ${describeImage({ ...run.spec, secrets: [] })}`,
    detail: describePast(run),
  }));
  return [...heading, ...items];
}

function describeRun({ status, startedAt, endedAt = Date.now(), stopping, result }: Run): string {
  if (status === 'running') return describeState({ isStopping: stopping, startedAt });
  return describeEnd({ status, exitCode: result?.exitCode, milliseconds: endedAt - startedAt, endedAt });
}

function describePast({ result, startedAt, endedAt }: PastRun): string {
  const { status, exitCode } = result;
  return describeEnd({ status, exitCode, milliseconds: endedAt - startedAt, endedAt });
}
