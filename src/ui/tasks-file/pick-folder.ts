import * as vscode from 'vscode';

/** The folder of the workspace that is meant: the only one, or one that is picked. Says so where there is none. */
export async function pickFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length > 1) return vscode.window.showWorkspaceFolderPick();
  if (!folders[0])
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Open a folder first: container tasks belong to a folder.'),
    );
  return folders[0];
}
