import * as vscode from 'vscode';

import type { RunOptions, TaskReference } from '../../api.ts';
import { didYouMean } from '../../core/tasks-file/did-you-mean.ts';
import type { ActivePlan } from '../../runner/plan-runs.ts';
import type { NotStarted } from '../../runner/start-plan.ts';
import { explainNotStarted } from '../run/not-started.ts';
import type { TaskRuns } from '../run/task-runs.ts';
import { displayPath, readTasksFiles, tasksOf } from '../tasks-file/workspace-tasks.ts';
import type { WorkspaceTask } from '../tasks-file/workspace-tasks.ts';
import { ProgramError } from './program-error.ts';

/** Whether the workspace is trusted is the first question. @throws {ProgramError} it is not. */
export function demandTrust(): void {
  if (vscode.workspace.isTrusted) return;
  const message = vscode.l10n.t(
    'Container tasks run only in a trusted workspace: trust it with "Workspaces: Manage Workspace Trust".',
  );
  throw new ProgramError('untrusted', message);
}

/** The task that is meant. @throws {ProgramError} there is none, with the one that may be meant. */
export async function findTask({ label, file }: TaskReference): Promise<WorkspaceTask> {
  const tasks = tasksOf(await readTasksFiles()).filter(
    (each) => file === undefined || each.file.uri.toString() === file.toString(),
  );
  const task = tasks.find(({ entry }) => entry.label === label);
  if (task) return task;
  const labels = tasks.map(({ entry }) => entry.label);
  throw new ProgramError('unknownTask', unknown(label, labels, file));
}

/** Starts a task as a person does; resolves when it has begun. @throws {ProgramError} why it does not run. */
export async function startRun(
  task: WorkspaceTask,
  { withoutCache = false, token }: RunOptions,
  runs: TaskRuns,
): Promise<ActivePlan> {
  const { promise, resolve, reject } = Promise.withResolvers<ActivePlan>();
  const over = runs.run(
    task,
    { withoutCache },
    {
      started: resolve,
      notStarted: (reason) => {
        reject(toError(task, reason));
      },
    },
  );
  // When it has started or was refused, this comes too late to count.
  void over.then(() => {
    reject(alreadyRunning(task));
  }, reject);
  const plan = await promise;
  if (token) cancelWith(token, plan);
  return plan;
}

function cancelWith(token: vscode.CancellationToken, { run }: ActivePlan): void {
  const subscription = token.onCancellationRequested(() => {
    run.cancel();
  });
  if (token.isCancellationRequested) run.cancel();
  void run.ended.then(() => {
    subscription.dispose();
  });
}

function unknown(label: string, labels: readonly string[], file: vscode.Uri | undefined): string {
  const where = file ? displayPath(file) : undefined;
  const near = didYouMean(label, labels);
  const isNot = where
    ? vscode.l10n.t('There is no container task "{0}" in {1}.', label, where)
    : vscode.l10n.t('There is no container task "{0}" in this workspace.', label);
  return near === undefined ? isNot : `${isNot} ${vscode.l10n.t('Did you mean "{0}"?', near)}`;
}

function toError(task: WorkspaceTask, reason: NotStarted): ProgramError {
  const code = reason.kind === 'given up' ? 'givenUp' : reason.kind;
  return new ProgramError(code, explainNotStarted(task, reason));
}

function alreadyRunning({ entry }: WorkspaceTask): ProgramError {
  const message = vscode.l10n.t(
    'The task "{0}" is already running: wait for its end, or cancel it first.',
    entry.label,
  );
  return new ProgramError('alreadyRunning', message);
}
