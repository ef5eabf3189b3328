import * as vscode from 'vscode';

import { NameProvider } from './names.ts';

/** Helps to write a tasks file: what VS Code's own support of JSON, which has the schema, does not know. */
export function tasksFileLanguage(): vscode.Disposable {
  const { languages } = vscode;
  const names = new NameProvider();
  return vscode.Disposable.from(
    languages.registerDefinitionProvider(selector, names),
    languages.registerReferenceProvider(selector, names),
    languages.registerRenameProvider(selector, names),
  );
}

/** What may be a tasks file: which it is depends on its folder. */
const selector: vscode.DocumentSelector = {
  scheme: 'file',
  language: 'jsonc',
  pattern: '**/tasks.container.json',
};
