import assert from 'node:assert/strict';
import * as vscode from 'vscode';

import { eventually } from '../helpers/eventually.ts';
import { edit, fileUri, revert } from './workspace.ts';

const image = 'container-tasks-test/busybox:latest';

suite('the quick fixes of the tasks file', () => {
  teardown(revert);

  test('correct what was misspelt', async () => {
    const text = `{ "tasks": [{ "label": "a", "image": "${image}", "comand": "x" }] }`;
    const document = await edit('tasks.container.json', text);
    const action = await fixAt(document, text.indexOf('comand'), 'Change to "command"');
    assert.equal(action.isPreferred, true);
    assert.ok(action.edit && (await vscode.workspace.applyEdit(action.edit)));
    assert.equal(document.getText(), text.replace('comand', 'command'));
  });

  test('add what is missing', async () => {
    const text = '{ "tasks": [{ "label": "a" }] }';
    const document = await edit('tasks.container.json', text);
    const action = await fixAt(document, text.indexOf('"a"'), 'Add "image"');
    assert.ok(action.edit && (await vscode.workspace.applyEdit(action.edit)));
    assert.equal(document.getText(), text.replace('"a"', '"a", "image": ""'));
  });

  test('create an env file, after which nothing is marked', async () => {
    const text = `{ "tasks": [{ "label": "a", "image": "${image}", "envFile": "new.env" }] }`;
    const document = await edit('tasks.container.json', text);
    const action = await fixAt(document, text.indexOf('new.env'), `Create "${fileUri('new.env').fsPath}"`);
    try {
      assert.ok(action.edit && (await vscode.workspace.applyEdit(action.edit)));
      await eventually('no mark', () => vscode.languages.getDiagnostics(document.uri).length === 0);
      await vscode.workspace.fs.delete(fileUri('new.env'));
      await eventually('the mark', () => vscode.languages.getDiagnostics(document.uri).length === 1);
    } finally {
      await Promise.resolve(vscode.workspace.fs.delete(fileUri('new.env'))).catch(() => undefined);
    }
  });
});

async function fixAt(
  document: vscode.TextDocument,
  offset: number,
  title: string,
): Promise<vscode.CodeAction> {
  const position = document.positionAt(offset + 1);
  return eventually(title, async () => {
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      new vscode.Range(position, position),
      vscode.CodeActionKind.QuickFix.value,
      20,
    );
    const found = actions.find((each) => each.title === title);
    return found ?? Promise.reject(new Error(actions.map((each) => each.title).join()));
  });
}
