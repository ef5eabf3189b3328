import assert from 'node:assert/strict';
import * as vscode from 'vscode';

import { edit, fileUri, revert } from './workspace.ts';

const file = 'tasks.container.json';
const text = `{
  "services": { "db": { "image": "x" } },
  "inputs": [{ "id": "suite", "type": "promptString" }],
  "tasks": [
    { "label": "first", "image": "x", "services": ["db"] },
    { "label": "test", "image": "x", "dependsOn": ["first"], "command": "run \${input:suite}" }
  ]
}`;

suite('names in the tasks file', () => {
  let document: vscode.TextDocument;

  setup(async () => {
    document = await edit(file, text);
  });
  teardown(revert);

  /** In the last place of the text that is this. */
  const positionOf = (what: string): vscode.Position =>
    document.positionAt(text.lastIndexOf(what) + what.length - 1);

  test('lead to where they are made', async () => {
    const links = await vscode.commands.executeCommand<vscode.LocationLink[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      positionOf('"first'),
    );
    assert.deepEqual(
      links.map(({ targetRange }) => [targetRange.start.line, document.getText(targetRange)]),
      [[4, 'first']],
    );
  });

  test('are in the outline with what they name', async () => {
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    const found = symbols.filter(({ kind }) => kind === vscode.SymbolKind.Event);
    assert.deepEqual(
      found.map(({ name, range }) => [name, range.start.line]),
      [
        ['first', 4],
        ['test', 5],
      ],
    );
  });

  test('are found wherever they are used', async () => {
    const found = await vscode.commands.executeCommand<vscode.Location[]>(
      'vscode.executeReferenceProvider',
      document.uri,
      positionOf('input:suite'),
    );
    assert.deepEqual(
      found.map(({ range }) => [range.start.line, document.getText(range)]),
      [
        [2, 'suite'],
        [5, 'suite'],
      ],
    );
  });

  test('are renamed in one step, also in the tasks of VS Code', async () => {
    const other = await vscode.workspace.openTextDocument(fileUri('.vscode/tasks.json'));
    const before = other.getText();
    const put = String.raw`"make \"all\""`;
    assert.ok(await vscode.workspace.applyEdit(await rename(positionOf('"first'), 'make "all"')));
    assert.equal(document.getText(), text.replaceAll('"first"', put));
    assert.equal(other.getText(), before.replace('"task": "first"', `"task": ${put}`));
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), text);
  });

  test('are not renamed to what is there already, or where there is none', async () => {
    await assert.rejects(rename(positionOf('"first'), 'test'), /"test" is there already/);
    await assert.rejects(rename(positionOf('"image'), 'x'), /There is no name here/);
  });

  async function rename(position: vscode.Position, newName: string): Promise<vscode.WorkspaceEdit> {
    return vscode.commands.executeCommand<vscode.WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      document.uri,
      position,
      newName,
    );
  }
});
