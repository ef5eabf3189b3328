import * as vscode from 'vscode';

import { formatDuration } from '../../core/format.ts';
import type { Abandoned, Driver } from '../../driver/driver.ts';
import { removeAbandoned } from '../../runner/clean-up.ts';
import { explain } from '../explain.ts';
import { isTrusted } from '../is-trusted.ts';

/**
 * Shows what was left behind and removes what a person chooses of it. Resolves with how many things are gone;
 * undefined where nobody chose, or no engine could be asked, which is said.
 */
export async function cleanUpCommand(loadDriver: () => Promise<Driver>): Promise<number | undefined> {
  if (!(await isTrusted())) return undefined;
  try {
    const found = await whileShown(vscode.l10n.t('Looking for what was left behind'), async () => {
      const driver = await loadDriver();
      return driver.abandoned(new AbortController().signal);
    });
    // No message is awaited: it may stand for hours.
    if (found.length === 0) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('Nothing was left behind: every container is of a window that runs.'),
      );
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
    description: describe(each),
    detail: vscode.l10n.t(
      'Made {0} ago by a window that runs no more',
      formatDuration(Date.now() - each.created),
    ),
    iconPath: new vscode.ThemeIcon(icons[each.kind]),
    picked: true,
  }));
  const placeHolder = vscode.l10n.t('What to remove of what was left behind');
  const options = { canPickMany: true, placeHolder, matchOnDescription: true } as const;
  return (await vscode.window.showQuickPick(items, options))?.map(({ each }) => each);
}

const icons = { container: 'vm', network: 'type-hierarchy', volume: 'database' } as const;

function describe({ kind, image, name }: Abandoned): string {
  switch (kind) {
    case 'container':
      return image === undefined ? vscode.l10n.t('container') : vscode.l10n.t('container of {0}', image);
    case 'network':
      return vscode.l10n.t('network of its services');
    case 'volume':
      return vscode.l10n.t('volume {0}', name);
  }
}

async function remove(abandoned: readonly Abandoned[]): Promise<number> {
  const { removed, failures } = await whileShown(vscode.l10n.t('Removing what was left behind'), () =>
    removeAbandoned(abandoned),
  );
  if (abandoned.length === 0) return 0;
  const said = vscode.l10n.t('Removed {0} of {1}.', removed, abandoned.length);
  if (failures.length === 0) void vscode.window.showInformationMessage(said);
  else void vscode.window.showErrorMessage(`${said} ${failures.map(explain).join(' ')}`);
  return removed;
}

async function whileShown<T>(title: string, work: () => Promise<T>): Promise<T> {
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, work);
}
