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
import type { Run } from './runner/task-runner.ts';
import { cancelCommand, pickRun } from './ui/commands/cancel-command.ts';
import { activeTasks, cancelRun } from './ui/run/active-tasks.ts';
import { chartViewType } from './ui/chart/chart-panel.ts';
import { Charts } from './ui/chart/charts.ts';
import { cleanUpCommand } from './ui/commands/clean-up-command.ts';
import { commands } from './ui/commands/command-ids.ts';
import { editorConsent, revokeConsentCommand } from './ui/run/consent.ts';
import { createTasksFile } from './ui/tasks-file/create-tasks-file.ts';
import { attachShell } from './ui/shell/attach-shell.ts';
import { convertDockerRun } from './ui/docker-run/convert-docker-run.ts';
import { tasksFileLanguage } from './ui/language/language.ts';
import { OutputPaths } from './ui/output/output-paths.ts';
import { checkTask, pickTask } from './ui/run/pick-task.ts';
import { forPrograms } from './ui/programs/for-programs.ts';
import { readSettings } from './ui/settings.ts';
import { reattach } from './ui/run/reattach.ts';
import { startingTasks } from './ui/run/start-task.ts';
import type { StartOptions } from './ui/run/start-task.ts';
import { StatusBar } from './ui/status-bar.ts';
import { TaskStates } from './ui/run/task-states.ts';
import { TaskRuns } from './ui/run/task-runs.ts';
import type { WorkspaceTask } from './ui/tasks-file/workspace-tasks.ts';
import { TaskProvider, taskType } from './ui/vscode-tasks/task-provider.ts';

/** Builds driver, runner and user interface, and hands them to each other. */
export function activate(context: vscode.ExtensionContext): ContainerTasksExports {
  if (vscode.l10n.bundle) l10n.config({ contents: vscode.l10n.bundle });
  const loadDriver = driverLoader();
  const runner = new TaskRunner(cleaningUp(loadDriver));
  const storage = context.storageUri ?? context.globalStorageUri;
  const logs = join(storage.fsPath, 'logs');
  const history = new StoredHistory(logs, () => readSettings().historyLimit);
  const launcher = new Launcher(runner, logs, history);
  const plans = new PlanRuns();
  const states = new TaskStates(plans, runner, history);
  const consent = editorConsent(context.workspaceState);
  const start = startingTasks({ plans, runner, launcher, loadDriver, consent });
  const charts = openCharts(context.extensionUri, { plans, runner, history }, (run) => {
    runs.showOutput(run);
  });
  const paths = new OutputPaths();
  const runs = new TaskRuns({ plans, runner, launcher }, charts, start, paths);
  // Nobody waits for it; what fails leaves things as they are.
  const reattached = reattach(launcher, runs, loadDriver).catch(() => undefined);
  const programs = forPrograms({ plans, runner, launcher, history, runs, loadDriver });
  context.subscriptions.push(
    charts,
    paths,
    runs,
    states,
    new vscode.Disposable(() => {
      history[Symbol.dispose]();
    }),
    programs,
    new StatusBar(plans, runner),
    vscode.window.registerWebviewPanelSerializer(chartViewType, {
      deserializeWebviewPanel: (panel, state) => charts.restore(panel, state, reattached),
    }),
    tasksFileLanguage(loadDriver, states),
    vscode.tasks.registerTaskProvider(taskType, new TaskProvider(runs, start)),
    ...runCommands(runs),
    ...viewCommands({ plans, runner, charts, runs }),
    // What this window takes over was not left behind.
    registerCommand(commands.cleanUp, () => cleanUpCommand(() => reattached.then(loadDriver))),
    registerCommand(commands.revokeConsent, () => revokeConsentCommand(consent)),
    ...fileCommands(),
  );
  const program = context.asAbsolutePath('dist/later-removal.cjs');
  active.push(() => end(runner, plans, launcher, program));
  return programs.exports;
}

function openCharts(
  root: vscode.Uri,
  { plans, runner, history }: Pick<Views, 'plans' | 'runner'> & { readonly history: StoredHistory },
  showOutput: (run: Run) => void,
): Charts {
  const cancel = ({ id }: Run): void => {
    cancelRun(id, plans, runner);
  };
  return new Charts(root, runner, history, { cancel, showOutput });
}

const { registerCommand } = vscode.commands;

/** Each runs the task of a label, or one that is chosen, and resolves with what became of it. */
function runCommands(runs: TaskRuns): vscode.Disposable[] {
  const run = async (what: unknown, options?: StartOptions): Promise<unknown> => {
    const task = isTaskNode(what)
      ? await checkTask(what.task)
      : await pickTask(typeof what === 'string' ? what : undefined);
    return task && runs.run(task, options);
  };
  return [
    registerCommand(commands.run, (label?: unknown) => run(label)),
    registerCommand(commands.runWithoutCache, (label?: unknown) => run(label, { withoutCache: true })),
  ];
}

/** Each adds to a tasks file. */
function fileCommands(): vscode.Disposable[] {
  return [
    registerCommand(commands.createTasksFile, createTasksFile),
    registerCommand(commands.convertDockerRun, convertDockerRun),
  ];
}

function viewCommands({ plans, runner, charts, runs }: Views): vscode.Disposable[] {
  return [
    registerCommand(commands.cancel, (what?: unknown) =>
      cancelCommand(activeTasks(plans, runner).filter(({ key }) => !isTaskNode(what) || key === what.id)),
    ),
    registerCommand(commands.showOutput, async (what?: unknown) => {
      const known = isTaskNode(what) ? runner.latest.find(({ key }) => key === what.id) : undefined;
      const run =
        known ?? (await pickRun(runner.latest, vscode.l10n.t('The container task whose output to show')));
      if (run) runs.showOutput(run);
    }),
    registerCommand(commands.showChart, async () => {
      const run = await pickRun(runner.latest, vscode.l10n.t('The container task whose chart to show'));
      if (run) charts.show(run);
    }),
    registerCommand(commands.attachShell, (target?: unknown) => attachShell(target, runner)),
  ];
}

/** A task that was clicked. */
interface TaskNode {
  readonly kind: 'task';
  readonly id: string;
  readonly task: WorkspaceTask;
}

function isTaskNode(value: unknown): value is TaskNode {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'task';
}

/** What runs, and where it is shown. */
interface Views {
  readonly plans: PlanRuns;
  readonly runner: TaskRunner;
  readonly charts: Charts;
  readonly runs: TaskRuns;
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
