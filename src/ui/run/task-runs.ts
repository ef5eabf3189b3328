import * as vscode from 'vscode';

import type { Outcome } from '../../core/plan/outcome.ts';
import { explainResult } from '../../core/report.ts';
import type { RunError, RunResult } from '../../core/run-result.ts';
import type { Recovered } from '../../driver/driver.ts';
import type { Launcher } from '../../runner/launcher.ts';
import type { ActivePlan, PlanRuns } from '../../runner/plan-runs.ts';
import type { FoundRecord } from '../../runner/run-record.ts';
import type { NotStarted } from '../../runner/start-plan.ts';
import type { Run, TaskRunner } from '../../runner/task-runner.ts';
import { activeTasks, cancelRun } from './active-tasks.ts';
import type { Charts } from '../chart/charts.ts';
import type { LatePart } from '../late-part.ts';
import { describeFailure, describeMore, isFailure, onFailure } from './failures.ts';
import type { Failure } from './failures.ts';
import { showFailure } from './failure-notice.ts';
import { showImageProgress } from './image-progress.ts';
import { mayRunAgain } from './instance-policy.ts';
import { JobPlaces } from '../output/job-places.ts';
import { tellNotStarted } from './not-started.ts';
import type { OutputPaths } from '../output/output-paths.ts';
import type { Canceller } from '../output/run-terminal.ts';
import { RunViews } from '../output/run-views.ts';
import { readSettings } from '../settings.ts';
import type { StartOptions, StartTask } from './start-task.ts';
import { findTask, taskKey } from '../tasks-file/workspace-tasks.ts';
import type { WorkspaceTask, WorkspaceTasksFile } from '../tasks-file/workspace-tasks.ts';
import { findPlace } from '../tasks-file/remedy-place.ts';
import type { FoundPlace } from '../tasks-file/remedy-place.ts';

/** Is told how the start of a task went; where the task runs already and was left to, neither. */
export interface StartListener {
  started(plan: ActivePlan): void;
  notStarted(reason: NotStarted): void | Promise<void>;
}

/** Runs tasks with their output in channels or terminals, their chart beside, and a notification when they fail. */
export class TaskRuns implements vscode.Disposable {
  readonly canceller: Canceller;
  readonly #plans: PlanRuns;
  readonly #runner: TaskRunner;
  readonly #launcher: Launcher;
  readonly #charts: LatePart<Charts>;
  readonly #start: StartTask;
  readonly #paths: OutputPaths;
  readonly #views: RunViews;

  constructor(
    { plans, runner, launcher }: { plans: PlanRuns; runner: TaskRunner; launcher: Launcher },
    charts: LatePart<Charts>,
    start: StartTask,
    paths: OutputPaths,
  ) {
    this.#plans = plans;
    this.#runner = runner;
    this.#launcher = launcher;
    this.#charts = charts;
    this.#start = start;
    this.#paths = paths;
    this.canceller = {
      cancel: (id) => {
        cancelRun(id, plans, runner);
      },
    };
    this.#views = new RunViews(this.canceller);
  }

  /** Runs a task with all that it depends on, to its end; undefined where it cannot be run, or runs already and was left to. */
  async run(
    task: WorkspaceTask,
    options?: StartOptions,
    listener: StartListener = {
      started: () => undefined,
      notStarted: (reason) => tellNotStarted(task, reason, () => this.#runAgain(taskKey(task))),
    },
  ): Promise<Outcome | undefined> {
    const active = activeTasks(this.#plans, this.#runner).filter(({ key }) => key === taskKey(task));
    const mayRun = await mayRunAgain(active, task.entry.runOptions, ({ runs: [first] }) => {
      if (first) this.showOutput(first);
    });
    if (!mayRun) return undefined;
    using places = this.places(task, false);
    const started = await this.#start(task, places, options);
    if ('kind' in started) {
      await listener.notStarted(started);
      return undefined;
    }
    listener.started(started);
    const failures: Failure[] = [];
    const subscription = onFailure(started.run, (failure) => {
      failures.push(failure);
      if (failures.length > 1) return;
      // At once: others may go on for long.
      places.showFailure(failure.job);
      void this.#tellFailure(describeFailure(failure, task.entry.label), failure, task.file, started);
    });
    const { outcome } = await started.run.ended;
    subscription.dispose();
    // Of one matrix the first says it all.
    const more = failures.slice(1).filter(({ job }) => job.label !== failures[0]?.job.label);
    if (more[0]) this.#offer(describeMore(more), undefined, runOf(started, more[0]), started.key);
    return outcome;
  }

  /**
   * The channels and terminals for a task with all that it depends on.
   *
   * @param isElsewhere whether the task itself is shown in another place, which keeps the panel, and opens no chart unless the
   * task says so
   */
  places(task: WorkspaceTask, isElsewhere: boolean): JobPlaces {
    return new JobPlaces(task, this.#views, this.#paths, isElsewhere, (job, run) => {
      showImageProgress(this.#runner, run);
      const chart = job.definition?.presentation.chart;
      const isAsked = !isElsewhere && job.id === task.entry.label && readSettings().openChart;
      if (chart === 'always' || (chart === 'auto' && isAsked)) this.#showChart(run);
    });
  }

  /** Goes on with a run that was left, to its end. */
  async resume(record: FoundRecord, container: Recovered): Promise<RunResult> {
    using shown = this.#views.channel(record.key, record.spec.label);
    const { run } = await this.#launcher.resume(record, container, shown.view);
    shown.use(run);
    if (readSettings().openChart) this.#showChart(run);
    const result = await run.ended;
    const message = vscode.l10n.t('{0}: {1}', run.spec.label, explainResult(result));
    if (isFailure(result)) this.#offer(message, result.error, run, run.key);
    return result;
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

  async #tellFailure(
    message: string,
    failure: Failure,
    file: WorkspaceTasksFile,
    plan: ActivePlan,
  ): Promise<void> {
    const { job, result } = failure;
    const place = await findPlace(file, job.label, result.error?.remedy);
    this.#offer(message, result.error, runOf(plan, failure), plan.key, place, hasPrinted(result));
  }

  #showChart(run: Run): void {
    void this.#charts.use((all) => {
      all.show(run);
    });
  }

  /** Not awaited: a notification may stand for hours. */
  #offer(
    message: string,
    error: RunError | undefined,
    run: Run | undefined,
    key: string,
    place?: FoundPlace,
    hasOutput = true,
  ): void {
    const showOutput = (): void => {
      if (run) this.showOutput(run);
    };
    void showFailure(message, error, {
      place,
      showOutput: run && showOutput,
      runAgain: () => this.#runAgain(key),
      hasPrinted: hasOutput,
    });
  }

  /** As it is now: a mistake was corrected, perhaps. */
  async #runAgain(key: string): Promise<void> {
    const task = await findTask(key);
    if (task) await this.run(task);
  }
}

function runOf({ runs }: ActivePlan, { job }: Failure): Run | undefined {
  return runs.findLast(({ spec }) => spec.label === job.id);
}

/** Whether there is output of a container, or of a service, that tells more. */
function hasPrinted({ exitCode, error }: RunResult): boolean {
  return exitCode !== undefined || error.details !== undefined;
}
