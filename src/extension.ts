import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import { removeLater } from './driver/docker/ownership/remove-later.ts';
import type { Driver, DriverConfig } from './driver/driver.ts';
import { cleaningUp } from './runner/clean-up.ts';
import { StoredHistory } from './runner/history/stored-history.ts';
import { Launcher } from './runner/launcher.ts';
import { PlanRuns } from './runner/plan-runs.ts';
import { TaskRunner } from './runner/task-runner.ts';
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
import { Diagnostics } from './ui/tasks-file/diagnostics.ts';
import { tasksFileLanguage } from './ui/language/language.ts';
import { OutputPaths } from './ui/output/output-paths.ts';
import { pickTask } from './ui/run/pick-task.ts';
import { readSettings } from './ui/settings.ts';
import { reattach } from './ui/run/reattach.ts';
import { startingTasks } from './ui/run/start-task.ts';
import type { StartOptions } from './ui/run/start-task.ts';
import { StatusBar } from './ui/status-bar.ts';
import { TaskRuns } from './ui/run/task-runs.ts';
import { TaskProvider, taskType } from './ui/vscode-tasks/task-provider.ts';

/** Builds driver, runner and user interface, and hands them to each other. */
export function activate(context: vscode.ExtensionContext): void {
  if (vscode.l10n.bundle) l10n.config({ contents: vscode.l10n.bundle });
  const loadDriver = driverLoader();
  const runner = new TaskRunner(cleaningUp(loadDriver));
  const storage = context.storageUri ?? context.globalStorageUri;
  const logs = join(storage.fsPath, 'logs');
  const history = new StoredHistory(logs, () => readSettings().historyLimit);
  const launcher = new Launcher(runner, logs, history);
  const plans = new PlanRuns();
  const consent = editorConsent(context.workspaceState);
  const start = startingTasks({ plans, runner, launcher, loadDriver, consent });
  const charts = new Charts(context.extensionUri, runner, {
    cancel: (run) => {
      cancelRun(run.id, plans, runner);
    },
    showOutput: (run) => {
      runs.showOutput(run);
    },
  });
  const paths = new OutputPaths();
  const runs = new TaskRuns({ plans, runner, launcher }, charts, start, paths);
  // Nobody waits for it; what fails leaves things as they are.
  const reattached = reattach(launcher, runs, loadDriver).catch(() => undefined);
  context.subscriptions.push(
    charts,
    paths,
    runs,
    {
      dispose: () => {
        history[Symbol.dispose]();
      },
    },
    new StatusBar(plans, runner),
    new Diagnostics(),
    vscode.window.registerWebviewPanelSerializer(chartViewType, {
      deserializeWebviewPanel: (panel, state) => charts.restore(panel, state, reattached),
    }),
