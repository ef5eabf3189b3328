import * as vscode from 'vscode';

import type { OfferedFix } from '../../core/tasks-file/language/fixes.ts';
import type { Diagnostics } from '../tasks-file/diagnostics.ts';
import { toRange, toTextEdits } from '../tasks-file/ranges.ts';
import { tasksDocument } from '../tasks-file/tasks-document.ts';

/** Offers to mend what is marked in a tasks file. */
export class QuickFixProvider implements vscode.CodeActionProvider {
  readonly #diagnostics: Diagnostics;

  constructor(diagnostics: Diagnostics) {
    this.#diagnostics = diagnostics;
  }

  async provideCodeActions(document: vscode.TextDocument, range: vscode.Range): Promise<vscode.CodeAction[]> {
    const content = await tasksDocument(document);
    if (!content) return [];
    const { offerFix } = await import('../../runner/tasks.ts');
    return this.#diagnostics.at(document.uri, range).flatMap(({ problem, diagnostic }) =>
      (problem.fixes ?? []).flatMap((fix, index) => {
        const offered = offerFix(content, problem, fix);
        if (!offered) return [];
        const action = new vscode.CodeAction(offered.title, vscode.CodeActionKind.QuickFix);
        action.edit = toWorkspaceEdit(document, offered);
        action.diagnostics = [diagnostic];
        action.isPreferred = index === 0;
        return [action];
      }),
    );
  }
}

function toWorkspaceEdit(
  document: vscode.TextDocument,
  { edits, cursor, create }: OfferedFix,
): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  if (create !== undefined) edit.createFile(vscode.Uri.file(create), { ignoreIfExists: true });
  const [first] = edits;
  if (!first || cursor === undefined) {
    if (first) edit.set(document.uri, toTextEdits(document, edits));
    return edit;
  }
  const snippet = new vscode.SnippetString()
    .appendText(first.text.slice(0, cursor))
    .appendTabstop(0)
    .appendText(first.text.slice(cursor));
  edit.set(document.uri, [new vscode.SnippetTextEdit(toRange(document, first), snippet)]);
  return edit;
}
