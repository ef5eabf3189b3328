import * as vscode from 'vscode';

import type { Driver } from '../../driver/driver.ts';
import type { History, PastRun } from '../../runner/history/history.ts';
import type { TaskStates } from '../run/task-states.ts';
import { followTasksFiles } from '../tasks-file/follow-tasks-files.ts';
import { readTasksFiles, taskKey } from '../tasks-file/workspace-tasks.ts';
import type { WorkspaceTasksFile } from '../tasks-file/workspace-tasks.ts';
import { EngineNotice } from './engine-notice.ts';
import { LiveTree } from './live-tree.ts';
import type { TaskNode } from './nodes.ts';
import { taskItem } from './task-item.ts';
import { taskNodes } from './task-nodes.ts';
import { taskTooltip } from './tooltips.ts';

/** What the view of tasks shows, and whom it asks for an engine. */
interface TasksSource {
  readonly states: TaskStates;
  readonly history: History;
  readonly loadDriver: () => Promise<Driver>;
  readonly askAgain: vscode.Event<void>;
}

/** The tasks of the workspace, and how each stands. */
export class TasksTree implements vscode.Disposable {
  readonly #states: TaskStates;
  readonly #history: History;
  readonly #subscriptions: readonly { dispose(): void }[];
  /** Undefined: to be read anew. */
  #files: Promise<readonly WorkspaceTasksFile[]> | undefined;
  #shown: readonly TaskNode[] = [];

  /** @param fire draws a node anew, or all of them */
  constructor(
    { states, history, loadDriver, askAgain }: TasksSource,
    view: vscode.TreeView<TaskNode>,
    fire: (node?: TaskNode) => void,
  ) {
    this.#states = states;
    this.#history = history;
    const live = new LiveTree<TaskNode>(view, {
      all: fire,
      running: () => leaves(this.#shown).filter((node) => this.#stateOf(node).kind === 'running'),
      one: fire,
    });
    const engine = new EngineNotice(view, loadDriver, askAgain);
    this.#subscriptions = [
      live,
      engine,
      states.onDidChange(() => {
        live.change();
        engine.change();
      }),
      followTasksFiles(() => {
        this.#files = undefined;
        live.change();
      }),
    ];
  }

  async getChildren(node?: TaskNode): Promise<readonly TaskNode[]> {
    if (node) return node.kind === 'heading' ? node.children : [];
    // What stands in an untrusted folder is not listed either: the view says why.
    const files = vscode.workspace.isTrusted ? await (this.#files ??= readTasksFiles()) : [];
    this.#shown = taskNodes(files);
    const found = files.length === 0 ? 'none' : this.#shown.length === 0 ? 'empty' : 'some';
    void vscode.commands.executeCommand('setContext', 'containerTasks.files', found);
    return this.#shown;
  }

  getTreeItem(node: TaskNode): vscode.TreeItem {
    if (node.kind === 'task') return taskItem(node, this.#stateOf(node));
    const item = new vscode.TreeItem(node.name, vscode.TreeItemCollapsibleState.Expanded);
    item.id = node.id;
    return item;
  }

  resolveTreeItem(item: vscode.TreeItem, node: TaskNode): vscode.TreeItem {
    if (node.kind === 'task') item.tooltip = taskTooltip(node.task, this.#lastRun(taskKey(node.task)));
    return item;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #stateOf({ task }: TaskLeaf): ReturnType<TaskStates['of']> {
    return this.#states.of(taskKey(task));
  }

  #lastRun(task: string): PastRun | undefined {
    return this.#history.runs.find(({ key }) => key === task);
  }
}

type TaskLeaf = TaskNode & { kind: 'task' };

function leaves(nodes: readonly TaskNode[]): readonly TaskLeaf[] {
  return nodes.flatMap((node) => (node.kind === 'heading' ? leaves(node.children) : [node]));
}
