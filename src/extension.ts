import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';

import { removeLater } from './driver/docker/ownership/remove-later.ts';
import type { Driver, DriverConfig } from './driver/driver.ts';
import { cleaningUp } from './runner/clean-up.ts';
import { Launcher } from './runner/launcher.ts';
import { TaskRunner } from './runner/task-runner.ts';
import { cancelCommand, pickRun } from './ui/cancel-command.ts';
import { ChannelRuns } from './ui/channel-runs.ts';
import { Charts } from './ui/charts.ts';
import { cleanUpCommand } from './ui/clean-up-command.ts';
import { commands } from './ui/command-ids.ts';
import { editorConsent, revokeConsentCommand } from './ui/consent.ts';
import { createTasksFile } from './ui/create-tasks-file.ts';
import { Diagnostics } from './ui/diagnostics.ts';
import { pickTask } from './ui/pick-task.ts';
import { readSettings } from './ui/settings.ts';
import { reattach } from './ui/reattach.ts';
import { specifying } from './ui/specify.ts';
import { StatusBar } from './ui/status-bar.ts';
import { TaskProvider, taskType } from './ui/task-provider.ts';

/** Builds driver, runner and user interface, and hands them to each other. */
export function activate(context: vscode.ExtensionContext): void {
  const loadDriver = driverLoader();
  const runner = new TaskRunner(cleaningUp(loadDriver));
  const storage = context.storageUri ?? context.globalStorageUri;
  const launcher = new Launcher(runner, join(storage.fsPath, 'logs'));
  const charts = new Charts(context.extensionUri, runner, {
    cancel: (run) => {
      runner.cancel(run.id);
    },
    showOutput: (run) => {
      channels.showOutput(run);
    },
  });
  const consent = editorConsent(context.workspaceState);
  const specify = specifying(consent, loadDriver);
  const channels = new ChannelRuns(runner, launcher, charts, specify);
  // Nobody waits for it; what fails leaves things as they are.
  const reattached = reattach(launcher, channels, loadDriver).catch(() => undefined);
  const { registerCommand } = vscode.commands;
  context.subscriptions.push(
    charts,
    channels,
    new StatusBar(runner),
    new Diagnostics(),
    vscode.tasks.registerTaskProvider(taskType, new TaskProvider(launcher, runner, specify)),
    registerCommand(commands.run, async (label?: unknown) => {
      const task = await pickTask(typeof label === 'string' ? label : undefined);
      return task && channels.run(task);
    }),
    registerCommand(commands.cancel, () => cancelCommand(runner)),
    registerCommand(commands.showOutput, async () => {
      const run = await pickRun(runner.latest, 'The container task whose output to show');
      if (run) channels.showOutput(run);
    }),
    registerCommand(commands.showChart, async () => {
      const run = await pickRun(runner.latest, 'The container task whose chart to show');
      if (run) charts.show(run);
    }),
    // What this window takes over was not left behind.
    registerCommand(commands.cleanUp, () => cleanUpCommand(() => reattached.then(loadDriver))),
    registerCommand(commands.revokeConsent, () => revokeConsentCommand(consent)),
    registerCommand(commands.createTasksFile, createTasksFile),
  );
  const program = context.asAbsolutePath('dist/later-removal.cjs');
  active.push(() => end(runner, launcher, program));
}

/**
 * Leaves what runs to the window that takes its place, if one does; resolves when every other container of this window is
 * gone. VS Code gives five seconds.
 */
export async function deactivate(): Promise<void> {
  await Promise.all(active.splice(0).map((each) => each()));
}

async function end(runner: TaskRunner, launcher: Launcher, program: string): Promise<void> {
  removeLater(program, await runner.leave());
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
