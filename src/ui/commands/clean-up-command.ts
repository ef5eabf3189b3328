import * as vscode from 'vscode';

import { formatDuration } from '../../core/format.ts';
import { messageOf } from '../../core/thrown.ts';
import { DriverError } from '../../driver/driver.ts';
import type { Abandoned, Driver } from '../../driver/driver.ts';
import { removeAbandoned } from '../../runner/clean-up.ts';
import { isTrusted } from '../is-trusted.ts';

/**
 * Shows what was left behind and removes what a person chooses of it. Resolves with how many things are gone;
 * undefined where nobody chose, or no engine could be asked, which is said.
 */
export async function cleanUpCommand(loadDriver: () => Promise<Driver>): Promise<number | undefined> {
  if (!(await isTrusted())) return undefined;
  try {
    const found = await whileShown('Looking for what was left behind', async () => {
      const driver = await loadDriver();
      return driver.abandoned(new AbortController().signal);
    });
    // No message is awaited: it may stand for hours.
    if (found.length === 0) {
      void vscode.window.showInformationMessage('Nothing was left behind.');
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
  const items = found.map((each) => ({
    each,
    label: each.label,
    description: each.image ?? each.kind,
    detail: `made ${formatDuration(Date.now() - each.created)} ago by a window that is gone`,
    picked: true,
  }));
  const options = { canPickMany: true, placeHolder: 'What to remove' } as const;
  return (await vscode.window.showQuickPick(items, options))?.map(({ each }) => each);
}

async function remove(abandoned: readonly Abandoned[]): Promise<number> {
  const { removed, failures } = await whileShown('Removing what was left behind', () =>
    removeAbandoned(abandoned),
  );
  const said = `Removed ${removed} of ${abandoned.length}.`;
  if (failures.length === 0) void vscode.window.showInformationMessage(said);
  else void vscode.window.showErrorMessage(`${said} ${failures.map(explain).join(' ')}`);
  return removed;
}

async function whileShown<T>(title: string, work: () => Promise<T>): Promise<T> {
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, work);
}

function explain(error: unknown): string {
  if (error instanceof DriverError) return `${error.message} ${error.advice}`;
  return `Container Tasks made a mistake: ${messageOf(error)}.`;
}
