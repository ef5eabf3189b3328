import * as vscode from 'vscode';

import type { Driver } from '../../driver/driver.ts';
import type { TaskStates } from '../run/task-states.ts';
import { CodeLensProvider } from './code-lens.ts';
import { CompletionProvider } from './completion.ts';
import { HoverProvider } from './hover.ts';
import { QuickFixProvider } from './quick-fix.ts';
import { Diagnostics } from '../tasks-file/diagnostics.ts';
import { LocalImages } from './local-images.ts';
import { NameProvider } from './names.ts';
import { OutlineProvider } from './outline.ts';

/** Helps to write a tasks file: what VS Code's own support of JSON, which has the schema, does not know. */
export function tasksFileLanguage(loadDriver: () => Promise<Driver>, states: TaskStates): vscode.Disposable {
  const { languages } = vscode;
  const diagnostics = new Diagnostics();
  const names = new NameProvider();
  const lenses = new CodeLensProvider(states);
  const images = new LocalImages(loadDriver);
  return vscode.Disposable.from(
    diagnostics,
    languages.registerCodeActionsProvider(selector, new QuickFixProvider(diagnostics), {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
    lenses,
    languages.registerCodeLensProvider(selector, lenses),
    languages.registerCompletionItemProvider(
      selector,
      new CompletionProvider(images),
      ...CompletionProvider.triggers,
    ),
    languages.registerHoverProvider(selector, new HoverProvider(images)),
    languages.registerDefinitionProvider(selector, names),
    languages.registerReferenceProvider(selector, names),
    languages.registerRenameProvider(selector, names),
    languages.registerDocumentSymbolProvider(selector, new OutlineProvider(), { label: 'Container Tasks' }),
  );
}

/** What may be a tasks file: which it is depends on its folder. */
const selector: vscode.DocumentSelector = {
  scheme: 'file',
  language: 'jsonc',
  pattern: '**/tasks.container.json',
};
