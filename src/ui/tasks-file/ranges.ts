import * as vscode from 'vscode';

import type { Edit } from '../../core/tasks-file/language/edit.ts';
import type { Place } from '../../core/tasks-file/problem.ts';

/** A place of a document's text as VS Code has it. */
export function toRange(document: vscode.TextDocument, { offset, length }: Place): vscode.Range {
  return new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
}

/** Changes of a document's text as VS Code has them. */
export function toTextEdits(document: vscode.TextDocument, edits: readonly Edit[]): vscode.TextEdit[] {
  return edits.map((edit) => new vscode.TextEdit(toRange(document, edit), edit.text));
}
