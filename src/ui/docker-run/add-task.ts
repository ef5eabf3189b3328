import * as vscode from 'vscode';

import type { Converted } from '../../core/docker-run/convert.ts';
import type { Place } from '../../core/tasks-file/problem.ts';
import { toRange } from '../tasks-file/ranges.ts';
import { displayPath } from '../tasks-file/workspace-tasks.ts';

/**
 * Puts a task into a tasks file, which is made where there is none, and shows it with the task selected. A file that is
 * there is changed in its editor, in one step that can be undone; it is not saved.
 */
export async function addTask(uri: vscode.Uri, converted: Converted): Promise<boolean> {
  const { emptyTasksFile, insertTask } = await import('../../runner/tasks.ts');
  const { openTextDocument, fs } = vscode.workspace;
  const known = await Promise.resolve(openTextDocument(uri)).catch(() => undefined);
  const text = known?.getText() ?? '';
  const isNew = text.trim() === '';
  const insertion = insertTask(isNew ? emptyTasksFile : text, converted);
  if (!insertion) {
    void vscode.window.showErrorMessage(
      vscode.l10n.t('Correct the mistakes in {0} first: a task cannot be added to it.', displayPath(uri)),
    );
    if (known) await vscode.window.showTextDocument(known);
    return false;
  }
  if (isNew) await fs.writeFile(uri, new TextEncoder().encode(insertion.text));
  const document = await openTextDocument(uri);
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  const isDone =
    isNew ||
    (await editor.edit((change) => {
      for (const { offset, length, content } of insertion.edits)
        change.replace(toRange(document, { offset, length }), content);
    }));
  if (isDone) select(editor, insertion.place);
  return isDone;
}

function select(editor: vscode.TextEditor, place: Place): void {
  const range = toRange(editor.document, place);
  editor.selection = new vscode.Selection(range.start, range.end);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
