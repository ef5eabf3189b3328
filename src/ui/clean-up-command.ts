import * as vscode from 'vscode';

import { formatDuration } from '../core/format.ts';
import { DriverError } from '../driver/driver.ts';
import type { Abandoned, Driver } from '../driver/driver.ts';
import { removeAbandoned } from '../runner/clean-up.ts';
import { isTrusted } from './is-trusted.ts';

/**
 * Shows the containers that were left behind and removes those that a person chooses. Resolves with how many are gone;
 * undefined where nobody chose, or no engine could be asked, which is said.
 */
export async function cleanUpCommand(loadDriver: () => Promise<Driver>): Promise<number | undefined> {
  if (!(await isTrusted())) return undefined;
  try {
    const found = await whileShown('Looking for containers that were left behind', async () => {
      const driver = await loadDriver();
      return driver.abandoned(new AbortController().signal);
    });
    // No message is awaited: it may stand for hours.
    if (found.length === 0) {
      void vscode.window.showInformationMessage('No container was left behind.');
      return 0;
    }
    const chosen = await pick(found);
    return chosen && (await remove(chosen));
  } catch (error) {
    void vscode.window.showErrorMessage(explain(error));
    return undefined;
  }
}

async function pick(found: readonly Abandoned[]): Promise<readonly Abandoned[] | undefined> {
  const items = found.map((container) => ({
    container,
    label: container.label,
    description: container.image,
    detail: `made ${formatDuration(Date.now() - container.created)} ago by a window that is gone`,
    picked: true,
  }));
  const options = { canPickMany: true, placeHolder: 'The containers to remove' } as const;
  return (await vscode.window.showQuickPick(items, options))?.map(({ container }) => container);
}

async function remove(containers: readonly Abandoned[]): Promise<number> {
  const { removed, failures } = await whileShown('Removing containers', () => removeAbandoned(containers));
  const count = removed === 1 ? '1 container was' : `${removed} containers were`;
  if (failures.length === 0) void vscode.window.showInformationMessage(`${count} removed.`);
  else void vscode.window.showErrorMessage(`${count} removed. ${failures.map(explain).join(' ')}`);
  return removed;
}

async function whileShown<T>(title: string, work: () => Promise<T>): Promise<T> {
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, work);
}

function explain(error: unknown): string {
  if (error instanceof DriverError) return `${error.message} ${error.advice}`;
  return `Container Tasks made a mistake: ${error instanceof Error ? error.message : String(error)}.`;
}
