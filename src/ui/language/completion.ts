import * as vscode from 'vscode';

import type { Proposal } from '../../core/tasks-file/language/proposals.ts';
import { toRange } from '../tasks-file/ranges.ts';
import { tasksDocument } from '../tasks-file/tasks-document.ts';
import { candidatesFor } from './candidates.ts';
import type { LocalImages } from './local-images.ts';

/** Proposes what the schema does not know: names of the file, variables, images, paths, problem matchers. */
export class CompletionProvider implements vscode.CompletionItemProvider {
  /** What begins a text, a variable, its argument, and the next folder of a path. */
  static readonly triggers = ['"', '$', '{', ':', '/'];
  readonly #images: LocalImages;

  constructor(images: LocalImages) {
    this.#images = images;
  }

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.CompletionItem[]> {
    const content = await tasksDocument(document);
    const folder = vscode.workspace.getWorkspaceFolder(document.uri);
    if (!content || !folder) return [];
    const { slotAt, proposalsAt } = await import('../../runner/tasks.ts');
    const slot = slotAt(content, document.offsetAt(position));
    if (!slot) return [];
    const range = toRange(document, slot.replaced);
    const candidates = await candidatesFor(slot, folder, this.#images);
    return proposalsAt(content, slot, candidates).map((proposal, index) => toItem(proposal, range, index));
  }
}

function toItem(proposal: Proposal, range: vscode.Range, index: number): vscode.CompletionItem {
  const { kind, label, detail, documentation, insert, goesOn } = proposal;
  const item = new vscode.CompletionItem(label, itemKinds[kind]);
  item.range = range;
  item.sortText = String(index).padStart(6, '0');
  if (insert.startsWith('"')) item.filterText = insert;
  item.insertText = goesOn && kind === 'variable' ? withCursorInside(insert) : insert;
  if (detail !== undefined) item.detail = detail;
  if (documentation !== undefined) item.documentation = new vscode.MarkdownString(documentation);
  if (goesOn) item.command = { command: 'editor.action.triggerSuggest', title: '' };
  return item;
}

/** Before the brace that closes the variable. */
function withCursorInside(variable: string): vscode.SnippetString {
  const snippet = new vscode.SnippetString();
  return snippet.appendText(variable.slice(0, -1)).appendTabstop(0).appendText('}');
}

const { CompletionItemKind } = vscode;

const itemKinds: Readonly<Record<Proposal['kind'], vscode.CompletionItemKind>> = {
  task: CompletionItemKind.Function,
  service: CompletionItemKind.Module,
  image: CompletionItemKind.Value,
  matcher: CompletionItemKind.Event,
  variable: CompletionItemKind.Variable,
  value: CompletionItemKind.Value,
  file: CompletionItemKind.File,
  folder: CompletionItemKind.Folder,
};
