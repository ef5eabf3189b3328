import * as vscode from 'vscode';

import { explainResult } from '../core/report.ts';
import type { RunResult } from '../core/run-result.ts';
import type { Recovered } from '../driver/driver.ts';
import type { Launcher } from '../runner/launcher.ts';
import type { FoundRecord } from '../runner/run-record.ts';
import type { Run, TaskRunner } from '../runner/task-runner.ts';
import type { Charts } from './charts.ts';
import { openMistake } from './mistakes.ts';
import { OutputView } from './output-view.ts';
import { showImageProgress } from './image-progress.ts';
import { readSettings } from './settings.ts';
import type { Specify } from './specify.ts';
import { readTasksFiles, taskKey, tasksOf } from './workspace-tasks.ts';
import type { WorkspaceTask } from './workspace-tasks.ts';

/** Runs tasks with their output in channels, their chart beside, and a notification when they fail. */
export class ChannelRuns implements vscode.Disposable {
  readonly #runner: TaskRunner;
  readonly #launcher: Launcher;
  readonly #charts: Charts;
  readonly #specify: Specify;
  readonly #views = new Map<string, OutputView>();

  constructor(runner: TaskRunner, launcher: Launcher, charts: Charts, specify: Specify) {
    this.#specify = specify;
    this.#runner = runner;
    this.#launcher = launcher;
    this.#charts = charts;
  }

  /** Runs a task to its end; undefined where it cannot be run, or runs already and was left to. */
  async run(task: WorkspaceTask): Promise<RunResult | undefined> {
    const key = taskKey(task);
    if (!(await this.#mayRun(key))) return undefined;
    const spec = await this.#specify(task);
    if ('advice' in spec) return undefined; // Whoever refused it knows.
    if ('message' in spec) {
      await openMistake(spec, task.entry.label);
      return undefined;
    }
    const run = await this.#launcher.launch(key, spec, this.#view(key, task.entry.label));
    showImageProgress(this.#runner, run);
    return this.#untilItEnds(run);
  }

  /** Goes on with a run that was left, to its end. */
  async resume(record: FoundRecord, container: Recovered): Promise<RunResult> {
    const view = this.#view(record.key, record.spec.label);
    return this.#untilItEnds(await this.#launcher.resume(record, container, view));
  }

  /** Shows the output of a run: its task's channel, or the terminal that VS Code ran it in. */
  showOutput({ key, spec }: Run): void {
    const view = this.#views.get(key);
    if (view) view.show();
    else vscode.window.terminals.find(({ name }) => name.endsWith(spec.label))?.show(true);
  }

  dispose(): void {
    for (const view of this.#views.values()) view.dispose();
  }

  async #untilItEnds(run: Run): Promise<RunResult> {
    if (readSettings().openChart) this.#charts.show(run);
    const result = await run.ended;
    // Not awaited: a notification may stand for hours.
    if (result.status !== 'success' && result.status !== 'cancelled') void this.#tellFailure(run, result);
    return result;
  }

  /** A task runs once at a time; a person may end the run there is. */
  async #mayRun(key: string): Promise<boolean> {
    const active = this.#runner.running.find((run) => run.key === key);
    if (!active) return true;
    const restart = 'Restart';
    const show = 'Show Output';
    const message = `The task "${active.spec.label}" is already running.`;
    const answer = await vscode.window.showWarningMessage(message, restart, show);
    if (answer === show) this.showOutput(active);
    if (answer !== restart) return false;
    if (!active.stopping) this.#runner.cancel(active.id);
    await active.ended;
    return true;
  }

  async #tellFailure(run: Run, result: RunResult): Promise<void> {
    const show = 'Show Output';
    const again = 'Run Again';
    const message = `${run.spec.label}: ${explainResult(result)}`;
    const answer = await vscode.window.showErrorMessage(message, show, again);
    if (answer === show) this.showOutput(run);
    if (answer !== again) return;
    // As it is now: a mistake was corrected, perhaps.
    const task = tasksOf(await readTasksFiles()).find((each) => taskKey(each) === run.key);
    if (task) await this.run(task);
  }

  #view(key: string, label: string): OutputView {
    const view = this.#views.get(key) ?? new OutputView(label);
    this.#views.set(key, view);
    return view;
  }
}
