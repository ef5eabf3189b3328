import * as vscode from 'vscode';

import { explainResult } from '../core/report.ts';
import type { RunResult } from '../core/run-result.ts';
import type { Presentation } from '../core/tasks-file/definition.ts';
import type { Recovered } from '../driver/driver.ts';
import type { Launcher } from '../runner/launcher.ts';
import type { FoundRecord } from '../runner/run-record.ts';
import type { Run, TaskRunner, TaskSpec } from '../runner/task-runner.ts';
import type { Charts } from './charts.ts';
import { mayRunAgain } from './instance-policy.ts';
import { openMistake } from './mistakes.ts';
import { OutputView } from './output-view.ts';
import { RunViews } from './run-views.ts';
import type { Shown } from './run-views.ts';
import { showImageProgress } from './image-progress.ts';
import { readSettings } from './settings.ts';
import type { Specify } from './specify.ts';
import type { TerminalView } from './terminal-view.ts';
import { readTasksFiles, taskKey, tasksOf } from './workspace-tasks.ts';
import type { WorkspaceTask } from './workspace-tasks.ts';

/** Runs tasks with their output in channels or terminals, their chart beside, and a notification when they fail. */
export class ChannelRuns implements vscode.Disposable {
  readonly #runner: TaskRunner;
  readonly #launcher: Launcher;
  readonly #charts: Charts;
  readonly #specify: Specify;
  readonly #views: RunViews;

  constructor(runner: TaskRunner, launcher: Launcher, charts: Charts, specify: Specify) {
    this.#specify = specify;
    this.#runner = runner;
    this.#launcher = launcher;
    this.#charts = charts;
    this.#views = new RunViews(runner);
  }

  /** Runs a task to its end; undefined where it cannot be run, or runs already and was left to. */
  async run(task: WorkspaceTask): Promise<RunResult | undefined> {
    const { runOptions, presentation, label } = task.entry;
    const show = (run: Run): void => {
      this.showOutput(run);
    };
    if (!(await mayRunAgain(taskKey(task), runOptions, this.#runner, show))) return undefined;
    const spec = await this.#specify(task);
    if ('advice' in spec) return undefined; // Whoever refused it knows.
    if ('message' in spec) {
      await openMistake(spec, label);
      return undefined;
    }
    using shown = this.#viewOf(task);
    const run = await launchIn(shown.view, spec, (each) =>
      this.#launcher.launch(taskKey(task), each, shown.view),
    );
    shown.use(run);
    showImageProgress(this.#runner, run);
    const result = await this.#untilItEnds(run, presentation.chart);
    if (presentation.reveal === 'silent' && isFailure(result)) shown.view.show();
    return result;
  }

  /** Goes on with a run that was left, to its end. */
  async resume(record: FoundRecord, container: Recovered): Promise<RunResult> {
    using shown = this.#views.channel(record.key, record.spec.label);
    const run = await this.#launcher.resume(record, container, shown.view);
    shown.use(run);
    return await this.#untilItEnds(run, 'auto');
  }

  /** Shows the output of a run: its task's channel, or the terminal that VS Code ran it in. */
  showOutput(run: Run): void {
    const view = this.#views.of(run);
    if (view) view.show();
    else vscode.window.terminals.find(({ name }) => name.endsWith(run.spec.label))?.show(true);
  }

  dispose(): void {
    this.#views.dispose();
  }

  #viewOf(task: WorkspaceTask): Shown<OutputView | TerminalView> {
    const { entry } = task;
    const { tty, interactive, presentation } = entry;
    if (tty || interactive || presentation.output === 'terminal')
      return this.#views.terminal(taskKey(task), entry);
    const shown = this.#views.channel(taskKey(task), entry.label);
    shown.view.present(presentation);
    return shown;
  }

  async #untilItEnds(run: Run, chart: Presentation['chart']): Promise<RunResult> {
    if (chart === 'auto' ? readSettings().openChart : chart === 'always') this.#charts.show(run);
    const result = await run.ended;
    // Not awaited: a notification may stand for hours.
    if (isFailure(result)) void this.#tellFailure(run, result);
    return result;
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
}

async function launchIn(
  view: OutputView | TerminalView,
  spec: TaskSpec,
  launch: (spec: TaskSpec) => Promise<Run>,
): Promise<Run> {
  if (view instanceof OutputView) return launch(spec);
  const run = await launch(await view.adapt(spec));
  view.attach(run);
  return run;
}

function isFailure({ status }: RunResult): boolean {
  return status !== 'success' && status !== 'cancelled';
}
