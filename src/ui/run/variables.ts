import * as vscode from 'vscode';

import type { OpenFile, Variables } from '../../core/tasks-file/variables/variables.ts';
import { hostVariables } from '../../runner/host-variables.ts';

/** What variables stand for in a workspace folder, as things are: without what has to be asked for, and without a matrix. */
export function variablesOf(folder: vscode.WorkspaceFolder): Variables {
  return {
    ...hostVariables(folder.uri.fsPath),
    folders: new Map(vscode.workspace.workspaceFolders?.map(({ name, uri }) => [name, uri.fsPath])),
    file: openFile(),
  };
}

/** The active editor may show an output channel, or what was never saved: those are no files. */
function openFile(): OpenFile | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.uri.scheme !== 'file') return undefined;
  const { document, selection } = editor;
  return {
    path: document.uri.fsPath,
    lineNumber: selection.active.line + 1,
    columnNumber: selection.active.character + 1,
    selectedText: document.getText(selection),
  };
}
