import * as vscode from 'vscode';

import type { History, PlanOfRun } from '../../runner/history/history.ts';
import { pastPlans } from '../../runner/history/last-ends.ts';
import type { PlanRuns } from '../../runner/plan-runs.ts';
import { checkTask } from '../run/pick-task.ts';
import type { TaskRuns } from '../run/task-runs.ts';
import { findTask } from '../tasks-file/workspace-tasks.ts';
import type { ViewNode } from '../views/nodes.ts';

/** Runs the task once more that a person started last, in this window or another, or before a restart. */
export async function rerunLast(plans: PlanRuns, history: History, runs: TaskRuns): Promise<unknown> {
  const kept = pastPlans(await history.read()).map(({ plan, startedAt }) => ({ ...plan, startedAt }));
  // By the start of the whole: a part of what was started before it may have begun later.
  const [last] = [...(plans.last ? [plans.last] : []), ...kept].sort((a, b) => b.startedAt - a.startedAt);
  if (last) return runPlanAgain(last, runs);
  void vscode.window.showInformationMessage(
    vscode.l10n.t('No container task has run in this workspace yet.'),
  );
  return undefined;
}

/** Runs once more what a node of the view of runs is about: all of what a person started. */
export async function runNodeAgain(node: ViewNode, runs: TaskRuns): Promise<unknown> {
  switch (node.kind) {
    case 'past':
      return runPlanAgain(node.past.plan, runs);
    case 'pastRun':
      return runPlanAgain(node.run.plan, runs);
    case 'active':
    case 'activeRun':
    case 'task':
    case 'heading':
      return undefined;
  }
}

/** As its file has it now. */
async function runPlanAgain({ key, label }: PlanOfRun, runs: TaskRuns): Promise<unknown> {
  const task = await findTask(key);
  if (!task) {
    void vscode.window.showErrorMessage(vscode.l10n.t('There is no container task "{0}" any more.', label));
    return undefined;
  }
  const checked = await checkTask(task);
  return checked && runs.run(checked);
}
