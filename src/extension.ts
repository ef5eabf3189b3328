import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import type { ContainerTasksExports } from './api.ts';
import { removeLater } from './driver/docker/ownership/remove-later.ts';
import type { Driver, DriverConfig } from './driver/driver.ts';
import { cleaningUp } from './runner/clean-up.ts';
import { StoredHistory } from './runner/history/stored-history.ts';
import { Launcher } from './runner/launcher.ts';
import { PlanRuns } from './runner/plan-runs.ts';
import { TaskRunner } from './runner/task-runner.ts';
import { cancelRun } from './ui/run/active-tasks.ts';
import { chartViewType } from './ui/chart/chart-view-type.ts';
import type { ChartActions } from './ui/chart/charts.ts';
import { lateCharts } from './ui/chart/late-charts.ts';
import { editorConsent } from './ui/run/consent.ts';
import { lateLanguage } from './ui/language/late-language.ts';
import { markingFailures } from './ui/problems/late-failures.ts';
import { OutputPaths } from './ui/output/output-paths.ts';
import { forPrograms } from './ui/programs/for-programs.ts';
import { readSettings } from './ui/settings.ts';
import { reattach } from './ui/run/reattach.ts';
import { startingTasks } from './ui/run/start-task.ts';
import { StatusBar } from './ui/status-bar.ts';
import { taskCommands } from './ui/commands/task-commands.ts';
import { TaskStates } from './ui/run/task-states.ts';
import { containerViews } from './ui/views/container-views.ts';
import { TaskRuns } from './ui/run/task-runs.ts';
import { TaskProvider, taskType } from './ui/vscode-tasks/task-provider.ts';

/** Builds driver, runner and user interface, and hands them to each other. */
export function activate(context: vscode.ExtensionContext): ContainerTasksExports {
  if (vscode.l10n.bundle) l10n.config({ contents: vscode.l10n.bundle });
  const loadDriver = driverLoader();
  const runner = new TaskRunner(cleaningUp(loadDriver));
  const logs = join((context.storageUri ?? context.globalStorageUri).fsPath, 'logs');
  const history = new StoredHistory(logs, () => readSettings().historyLimit);
  const launcher = new Launcher(runner, logs, history);
  const plans = new PlanRuns();
  const states = new TaskStates(plans, runner, history);
  const consent = editorConsent(context.workspaceState);
  const marking = markingFailures(startingTasks({ plans, runner, launcher, loadDriver, consent }));
  const { start } = marking;
  const actions = chartActions(plans, runner, () => runs);
  const charts = lateCharts(context.extensionUri, runner, history, actions);
  const paths = new OutputPaths();
  const runs = new TaskRuns({ plans, runner, launcher }, charts, start, paths);
  // Nobody waits for it; what fails leaves things as they are.
  const reattached = reattach(launcher, runs, loadDriver).catch(() => undefined);
  // What this window takes over was not left behind.
  const loadSettledDriver = (): Promise<Driver> => reattached.then(loadDriver);
  const programs = forPrograms({ plans, runner, launcher, history, runs, loadDriver });
  context.subscriptions.push(
    charts,
    paths,
    runs,
    new vscode.Disposable(() => {
      history[Symbol.dispose]();
    }),
    programs,
    new StatusBar(plans, runner),
    vscode.window.registerWebviewPanelSerializer(chartViewType, {
      deserializeWebviewPanel: (panel, state) => charts.use((all) => all.restore(panel, state, reattached)),
    }),
    lateLanguage(loadDriver, states),
    marking,
    vscode.tasks.registerTaskProvider(taskType, new TaskProvider(runs, start)),
    states,
    containerViews({ plans, runner, states, history, loadDriver }),
    ...taskCommands({ plans, runner, history, states, runs, charts, consent, loadSettledDriver }),
  );
  const program = context.asAbsolutePath('dist/later-removal.cjs');
  active.push(() => end(runner, plans, launcher, program));
  return programs.exports;
}

/** @param runs is called when something is shown: runs show charts, and charts their output */
function chartActions(plans: PlanRuns, runner: TaskRunner, runs: () => TaskRuns): ChartActions {
  return {
    cancel: (run) => {
      cancelRun(run.id, plans, runner);
    },
    showOutput: (run) => {
      runs().showOutput(run);
    },
  };
}

/**
 * Leaves what runs to the window that takes its place, if one does; resolves when every other container of this window is
 * gone. VS Code gives five seconds.
 */
export async function deactivate(): Promise<void> {
  await Promise.all(active.splice(0).map((each) => each()));
}

async function end(runner: TaskRunner, plans: PlanRuns, launcher: Launcher, program: string): Promise<void> {
  removeLater(program, await runner.leave(({ id }) => plans.mayLeave(id)));
  for (const { run } of plans.active) run.kill();
  await runner[Symbol.asyncDispose]();
  await launcher[Symbol.asyncDispose]();
}

/** VS Code calls `deactivate` without what `activate` made. */
const active: (() => Promise<void>)[] = [];

/**
 * dockerode and all that speaks to the engine is a bundle of its own, read when the first task runs. Runs share their
 * driver, and with it what they pull, until its settings change.
 */
function driverLoader(): () => Promise<Driver> {
  let loaded: { readonly config: DriverConfig; readonly driver: Driver } | undefined;
  return async () => {
    const { createDockerDriver } = await import('./driver/docker/docker-driver.ts');
    const config = readSettings().driver;
    if (!loaded || !isDeepStrictEqual(loaded.config, config))
      loaded = { config, driver: createDockerDriver(config) };
    return loaded.driver;
  };
}
