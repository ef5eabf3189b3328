import * as vscode from 'vscode';

import { formatDuration } from '../core/format.ts';
import type { PlanRuns } from '../runner/plan-runs.ts';
import type { TaskRunner } from '../runner/task-runner.ts';
import { activeTasks } from './run/active-tasks.ts';
import type { ActiveTask } from './run/active-tasks.ts';
import { commands } from './commands/command-ids.ts';

/** One status-bar item while tasks run: what runs and for how long; a click cancels. */
export class StatusBar implements vscode.Disposable {
  readonly #plans: PlanRuns;
  readonly #runner: TaskRunner;
  readonly #item: vscode.StatusBarItem;
  readonly #subscriptions: readonly { dispose(): void }[];
  #clock: NodeJS.Timeout | undefined;

  constructor(plans: PlanRuns, runner: TaskRunner) {
    this.#plans = plans;
    this.#runner = runner;
    this.#item = vscode.window.createStatusBarItem('running', vscode.StatusBarAlignment.Left);
    this.#item.name = 'Container Tasks';
    this.#item.command = commands.cancel;
    const update = (): void => {
      this.#update();
    };
    this.#subscriptions = [
      plans.onDidChange(update),
      runner.onDidChange((_run, change) => {
        if (change !== 'stats') update();
      }),
    ];
  }

  dispose(): void {
    clearInterval(this.#clock);
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#item.dispose();
  }

  #update(): void {
    const tasks = activeTasks(this.#plans, this.#runner);
    const [first] = tasks;
    if (!first) {
      clearInterval(this.#clock);
      this.#clock = undefined;
      this.#item.hide();
      return;
    }
    this.#clock ??= setInterval(() => {
      this.#update();
    }, 1000);
    this.#item.text = `$(sync~spin) ${tasks.length > 1 ? vscode.l10n.t('{0} container tasks', tasks.length) : describe(first)}`;
    this.#item.tooltip = [...tasks.flatMap(describeAll), vscode.l10n.t('Click to cancel')].join('\n');
    this.#item.show();
  }
}

/** With what it waits for, where that is one other task. */
function describe({ label, startedAt, isStopping, running }: ActiveTask): string {
  const [only, ...others] = running;
  const waitsFor = only && others.length === 0 && only.spec.label !== label ? `: ${only.spec.label}` : '';
  const task = `${label}${waitsFor} ${formatDuration(Date.now() - startedAt)}`;
  return isStopping ? vscode.l10n.t('stopping {0}', task) : task;
}

function describeAll(task: ActiveTask): string[] {
  const others = task.running.filter(({ spec }) => spec.label !== task.label);
  const lines = others.map(
    ({ spec, startedAt }) => `    ${spec.label} ${formatDuration(Date.now() - startedAt)}`,
  );
  return [describe({ ...task, running: [] }), ...lines];
}
