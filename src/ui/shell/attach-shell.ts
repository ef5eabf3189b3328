import * as vscode from 'vscode';

import type { Run, TaskRunner } from '../../runner/task-runner.ts';
import { pickRun } from '../run/pick-run.ts';
import { isTrusted } from '../is-trusted.ts';
import { ShellTerminal } from './shell-terminal.ts';

/**
 * Opens a terminal with a shell in the container of a run: the one that is meant, the only one there is, or one that is
 * picked.
 *
 * @param id of the run that is meant; anything but a text: none is
 */
export async function attachShell(id: unknown, runner: TaskRunner): Promise<void> {
  if (!(await isTrusted())) return;
  const run = await choose(typeof id === 'string' ? id : undefined, runner.running);
  if (!run) return;
  const terminal = vscode.window.createTerminal({
    name: vscode.l10n.t('Shell: {0}', run.spec.label),
    pty: new ShellTerminal(run),
    iconPath: new vscode.ThemeIcon('terminal'),
  });
  terminal.show();
}

async function choose(id: string | undefined, running: readonly Run[]): Promise<Run | undefined> {
  const inContainers = running.filter(({ progress }) => progress.phase === 'running');
  if (id !== undefined) {
    const meant = running.find((run) => run.id === id);
    if (!meant) void vscode.window.showInformationMessage(vscode.l10n.t('This run has ended.'));
    return meant;
  }
  const [only] = inContainers;
  if (!only) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('A shell is attached to a container task while it runs, and none is running.'),
    );
    return undefined;
  }
  if (inContainers.length === 1) return only;
  return pickRun(inContainers, vscode.l10n.t('The container task to attach a shell to'));
}
