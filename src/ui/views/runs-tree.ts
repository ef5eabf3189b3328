import type * as vscode from 'vscode';

import type { History } from '../../runner/history/history.ts';
import { pastPlans } from '../../runner/history/last-ends.ts';
import type { ActiveTask } from '../run/active-tasks.ts';
import type { TaskStates } from '../run/task-states.ts';
import { LiveTree } from './live-tree.ts';
import type { RunNode } from './nodes.ts';
import { runItem, runNodeTooltip } from './run-item.ts';

/** What the view of runs is made of. */
interface RunsSource {
  /** What runs now, oldest first. */
  active(): readonly ActiveTask[];
  readonly states: Pick<TaskStates, 'onDidChange'>;
  readonly history: History;
}

/** What runs, and what has run: newest first. */
export class RunsTree implements vscode.Disposable {
  readonly #source: RunsSource;
  readonly #subscriptions: readonly { dispose(): void }[];
  #shown: readonly RunNode[] = [];

  /** @param fire draws a node anew, or all of them */
  constructor(source: RunsSource, view: vscode.TreeView<RunNode>, fire: (node?: RunNode) => void) {
    this.#source = source;
    const live = new LiveTree<RunNode>(view, {
      all: fire,
      running: () => this.#shown.filter(({ kind }) => kind === 'active'),
      one: fire,
    });
    const change = (): void => {
      live.change();
    };
    this.#subscriptions = [live, source.states.onDidChange(change), source.history.onDidChange(change)];
  }

  async getChildren(node?: RunNode): Promise<readonly RunNode[]> {
    if (node) return this.#partsOf(node);
    const past = pastPlans(await this.#source.history.read());
    const active = this.#source.active().toReversed();
    const running = new Set(active.map(({ id }) => id));
    this.#shown = [
      ...active.map((task) => ({ kind: 'active', id: task.id, task, run: task.running[0] }) as const),
      ...past
        .filter(({ plan }) => !running.has(plan.id))
        .map((each) => ({ kind: 'past', id: each.plan.id, past: each }) as const),
    ];
    return this.#shown;
  }

  getTreeItem(node: RunNode): vscode.TreeItem {
    return runItem(this.#now(node));
  }

  resolveTreeItem(item: vscode.TreeItem, node: RunNode): vscode.TreeItem {
    const tooltip = runNodeTooltip(node);
    if (tooltip !== undefined) item.tooltip = tooltip;
    return item;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #partsOf(node: RunNode): readonly RunNode[] {
    const now = this.#now(node);
    if (now.kind === 'active' && now.task.runs.length > 1)
      return now.task.runs.map((run) => ({ kind: 'activeRun', id: run.id, run }));
    if (now.kind === 'past' && now.past.runs.length > 1)
      return now.past.runs.map((run) => ({ kind: 'pastRun', id: run.id, run }));
    return [];
  }

  /** An active task is as it was when it was asked for. */
  #now(node: RunNode): RunNode {
    if (node.kind !== 'active') return node;
    const task = this.#source.active().find(({ id }) => id === node.id);
    return task ? { ...node, task } : node;
  }
}
