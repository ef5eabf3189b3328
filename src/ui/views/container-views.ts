import * as vscode from 'vscode';

import type { Driver } from '../../driver/driver.ts';
import type { History } from '../../runner/history/history.ts';
import type { PlanRuns } from '../../runner/plan-runs.ts';
import type { TaskRunner } from '../../runner/task-runner.ts';
import { commands } from '../commands/command-ids.ts';
import { activeTasks } from '../run/active-tasks.ts';
import type { ActiveTask } from '../run/active-tasks.ts';
import type { TaskStates } from '../run/task-states.ts';
import { LateTree } from './late-tree.ts';
import type { RunNode, TaskNode } from './nodes.ts';

/** What the views show, and what they ask. */
export interface ViewsSource {
  readonly plans: PlanRuns;
  readonly runner: TaskRunner;
  readonly states: TaskStates;
  readonly history: History;
  readonly loadDriver: () => Promise<Driver>;
}

/** The views in the activity bar: tasks and runs, and how many run. */
export function containerViews({
  plans,
  runner,
  states,
  history,
  loadDriver,
}: ViewsSource): vscode.Disposable {
  const active = (): readonly ActiveTask[] => activeTasks(plans, runner);
  const asked = new vscode.EventEmitter<void>();
  const askEngine = vscode.commands.registerCommand(commands.askEngine, () => {
    asked.fire();
  });
  const tasks: LateTree<TaskNode> = new LateTree(async (fire) => {
    const { TasksTree } = await import('../late.ts');
    return new TasksTree({ states, history, loadDriver, askAgain: asked.event }, tasksView, fire);
  });
  const tasksView = vscode.window.createTreeView('containerTasks.tasks', { treeDataProvider: tasks });
  const runs: LateTree<RunNode> = new LateTree(async (fire) => {
    const { RunsTree } = await import('../late.ts');
    return new RunsTree({ active, states, history }, runsView, fire);
  });
  const runsView = vscode.window.createTreeView('containerTasks.runs', {
    treeDataProvider: runs,
    canSelectMany: true,
  });
  const all: readonly { dispose(): void }[] = [
    asked,
    askEngine,
    countRunning(states, active, tasksView),
    tasks,
    tasksView,
    runs,
    runsView,
  ];
  return new vscode.Disposable(() => {
    for (const each of all) each.dispose();
  });
}

/** Counts in the badge of the views, and says in the context key `containerTasks.running` whether anything runs. */
function countRunning(
  states: TaskStates,
  active: () => readonly ActiveTask[],
  view: vscode.TreeView<TaskNode>,
): { dispose(): void } {
  let shown = 0;
  return states.onDidChange(() => {
    const count = active().length;
    if (count === shown) return;
    shown = count;
    const tooltip =
      count === 1
        ? vscode.l10n.t('A container task is running')
        : vscode.l10n.t('{0} container tasks are running', count);
    view.badge = count === 0 ? undefined : { value: count, tooltip };
    void vscode.commands.executeCommand('setContext', 'containerTasks.running', count > 0);
  });
}
