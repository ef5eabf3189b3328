import * as vscode from 'vscode';

import { commands } from './command-ids.ts';
import type { CommandsSource } from './command-handlers.ts';

/** Registers the commands on tasks and their runs; what they do is loaded when one of them is first used. */
export function taskCommands(source: CommandsSource): vscode.Disposable[] {
  return ids.map((id) =>
    vscode.commands.registerCommand(id, async (clicked?: unknown, selected?: unknown): Promise<unknown> => {
      const { commandHandlers } = await import('../late.ts');
      return commandHandlers(source)[id]?.(clicked, selected);
    }),
  );
}

const ids: readonly string[] = [
  ...[commands.run, commands.runWithoutCache, commands.runAgain, commands.rerunLast],
  ...[commands.cancel, commands.stopAll],
  ...[commands.openTask, commands.showOutput, commands.showChart, commands.compareCharts],
  ...[commands.attachShell, commands.createTasksFile, commands.convertDockerRun],
  ...[commands.openLog, commands.removeRun, commands.clearHistory],
  ...[commands.cleanUp, commands.revokeConsent],
];
