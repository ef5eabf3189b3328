import * as vscode from 'vscode';

import { chartCsv } from '../../core/chart-csv.ts';
import type { ChartRun } from '../../core/protocol.ts';

/**
 * Asks how and where a chart is to be kept, writes it there, and offers to open it.
 *
 * @param runs as they are shown, the first one first
 * @param picture of them, as PNG in base64
 */
export async function exportChart(runs: readonly ChartRun[], picture: string): Promise<void> {
  const kind = await pickKind();
  if (!kind) return;
  const target = await vscode.window.showSaveDialog({
    defaultUri: proposed(runs, kind.extension),
    filters: { [kind.label]: [kind.extension] },
    title: vscode.l10n.t('Export Chart'),
  });
  if (!target) return;
  const bytes =
    kind.extension === 'csv' ? new TextEncoder().encode(chartCsv(runs)) : Buffer.from(picture, 'base64');
  try {
    await vscode.workspace.fs.writeFile(target, bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(vscode.l10n.t('The chart cannot be written: {0}', reason));
    return;
  }
  // Not awaited: a notification may stand for hours.
  void offerToOpen(target);
}

async function pickKind(): Promise<
  { readonly extension: 'csv' | 'png'; readonly label: string } | undefined
> {
  const kinds = [
    { extension: 'csv', label: 'CSV', description: vscode.l10n.t('every point, to be computed with') },
    { extension: 'png', label: 'PNG', description: vscode.l10n.t('a picture of all charts') },
  ] as const;
  return vscode.window.showQuickPick(kinds, {
    placeHolder: vscode.l10n.t('The form to export the chart in'),
  });
}

/** In the workspace's folder: the tasks' names and the start, without what file systems do not take. */
function proposed(runs: readonly ChartRun[], extension: string): vscode.Uri {
  const labels = [...new Set(runs.map(({ run }) => run.label))].join('-');
  const time = new Date(runs[0]?.run.startedAt ?? Date.now()).toISOString().slice(0, 19);
  const name = `${labels.replace(/[^\p{L}\p{N}._-]+/gu, '-')}-${time.replaceAll(':', '-')}.${extension}`;
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  return folder ? vscode.Uri.joinPath(folder.uri, name) : vscode.Uri.file(name);
}

async function offerToOpen(target: vscode.Uri): Promise<void> {
  const open = vscode.l10n.t('Open');
  const name = target.path.split('/').at(-1) ?? '';
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t('The chart is in {0}.', name),
    open,
  );
  if (answer === open) await vscode.commands.executeCommand('vscode.open', target);
}
