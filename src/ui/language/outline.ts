import * as vscode from 'vscode';

import type { OutlineItem } from '../../core/tasks-file/language/outline.ts';
import { toRange } from '../tasks-file/ranges.ts';
import { tasksDocument } from '../tasks-file/tasks-document.ts';

/**
 * The tasks, services and inputs of a tasks file for the outline, breadcrumbs and Go to Symbol. VS Code's own outline of JSON,
 * which numbers tasks, cannot be switched off for one file: it stands beside as a group of its own.
 */
export class OutlineProvider implements vscode.DocumentSymbolProvider {
  async provideDocumentSymbols(document: vscode.TextDocument): Promise<vscode.DocumentSymbol[]> {
    const content = await tasksDocument(document);
    if (!content) return [];
    const { outlineOf } = await import('../../runner/tasks.ts');
    return outlineOf(content.root).map(
      ({ kind, name, detail, range, selection }) =>
        new vscode.DocumentSymbol(
          name,
          detail,
          symbolKinds[kind],
          toRange(document, range),
          toRange(document, selection),
        ),
    );
  }
}

const symbolKinds = {
  task: vscode.SymbolKind.Event,
  service: vscode.SymbolKind.Module,
  input: vscode.SymbolKind.Variable,
} as const satisfies Record<OutlineItem['kind'], vscode.SymbolKind>;
