import assert from 'node:assert/strict';
import * as vscode from 'vscode';

import { parse } from '../../src/core/tasks-file/parse.ts';
import { edit, fileUri, revert } from './workspace.ts';

const path = 'tasks.container.json';
const mine = '{\n  // mine\n  "version": "1",\n  "tasks": [{ "label": "ls", "image": "a" }],\n}\n';

suite('a docker run line', () => {
  teardown(revert);

  test('becomes a task behind the others, selected, in one step that can be undone', async () => {
    const document = await edit(path, mine);
    assert.equal(await convert('docker run --rm -v $(pwd):/app -w /app --ip 1.2.3.4 alpine:3 ls'), 'ls (2)');
    const text = document.getText();
    const { tasks, problems } = parse(text);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      tasks.map(({ label }) => label),
      ['ls', 'ls (2)'],
    );
    assert.match(text, /\/\/ mine[^]*--ip=1\.2\.3\.4/);
    const editor = vscode.window.activeTextEditor;
    assert.match(editor?.document.getText(editor.selection) ?? '', /^\{\s+"label": "ls \(2\)"[^]*\}$/);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), mine);
  });

  test('changes nothing where it is none, or the file is broken', async () => {
    const document = await edit(path, '{ "tasks": [');
    assert.equal(await convert('docker run alpine'), undefined);
    assert.equal(await convert('docker ps'), undefined);
    assert.equal(document.getText(), '{ "tasks": [');
  });
});

suite('the command that creates a tasks file', () => {
  test('opens the one that is there', async () => {
    const before = await vscode.workspace.fs.readFile(fileUri(path));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('containerTasks.createTasksFile');
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), fileUri(path).toString());
    assert.deepEqual(await vscode.workspace.fs.readFile(fileUri(path)), before);
  });
});

suite('the command that attaches a shell', () => {
  test('opens no terminal where nothing runs', async () => {
    const before = vscode.window.terminals.length;
    await vscode.commands.executeCommand('containerTasks.attachShell');
    await vscode.commands.executeCommand('containerTasks.attachShell', { run: { id: 'gone' } });
    assert.equal(vscode.window.terminals.length, before);
  });
});

async function convert(line: string): Promise<string | undefined> {
  return vscode.commands.executeCommand<string | undefined>('containerTasks.convertDockerRun', line);
}
