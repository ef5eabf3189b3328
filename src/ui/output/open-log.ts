import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';

import type { PastRun } from '../../runner/history/history.ts';

/** Opens the whole output of a run that has ended, to be read; says so where it was removed. */
export async function openLog({ logPath, spec }: PastRun): Promise<void> {
  const isThere = await stat(logPath).then(
    () => true,
    () => false,
  );
  if (!isThere) {
    void vscode.window.showInformationMessage(vscode.l10n.t('The log of {0} was removed.', spec.label));
    return;
  }
  // Not as a document: VS Code gives extensions none above 50 MB, but opens it itself.
  await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(logPath));
  await vscode.commands.executeCommand('workbench.action.files.setActiveEditorReadonlyInSession');
}
