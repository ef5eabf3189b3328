import * as vscode from 'vscode';

import { formatDuration } from '../../core/format.ts';
import { statusName } from '../../core/status-name.ts';
import type { PastRun } from '../../runner/history/history.ts';
import { momentOf } from './charted.ts';

/** Asks which run a chart is to be compared with: those of the same task first, the newest of each first. */
export async function pickPastRun(runs: readonly PastRun[], taskKey: string): Promise<PastRun | undefined> {
  const isSame = (run: PastRun): boolean => run.key === taskKey;
  const same = runs.filter(isSame);
  const others = runs.filter((run) => !isSame(run));
  const items = [
    ...group(vscode.l10n.t('Runs of the same task'), same),
    ...group(vscode.l10n.t('Runs of other tasks'), others),
  ];
  const placeHolder = vscode.l10n.t('The run to compare with');
  const picked = await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true });
  return picked && 'run' in picked ? picked.run : undefined;
}

type Item = vscode.QuickPickItem & { readonly run?: PastRun };

function group(title: string, runs: readonly PastRun[]): readonly Item[] {
  if (runs.length === 0) return [];
  const items = runs.map((run) => ({
    run,
    label: run.spec.label,
    description: momentOf(run.startedAt),
    detail: `${statusName(run.result.status)}, ${formatDuration(run.endedAt - run.startedAt)}`,
  }));
  return [{ label: title, kind: vscode.QuickPickItemKind.Separator }, ...items];
}
