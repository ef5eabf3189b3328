import assert from 'node:assert/strict';
import * as vscode from 'vscode';

import { eventually } from '../helpers/eventually.ts';
import { fileUri, nothingIsLeft, revert, edit, run } from './workspace.ts';

suite('the lenses over the tasks', () => {
  teardown(async () => {
    await revert();
    await nothingIsLeft();
  });

  test('run a task, stop it, and tell how it ended', async () => {
    await vscode.window.showTextDocument(fileUri('tasks.container.json'));
    const [first] = await until('wait', (titles) => titles[0] === '$(play)\u00a0Run');
    const ended = execute(first);
    const [stop] = await until('wait', (titles) =>
      titles.join().startsWith('$(debug-stop)\u00a0Stop,$(loading~spin)\u00a0Running'),
    );
    await execute(stop);
    await ended;
    const [again, last] = await until('wait', (titles) =>
      /^\$\(circle-slash\)\s.*just now/.test(titles[1] ?? ''),
    );
    assert.equal(again?.command?.title, '$(play)\u00a0Run');
    assert.equal(last?.command?.command, 'containerTasks.showOutput');
  });

  test('tell the result of a run from anywhere', async () => {
    await run('fail');
    await until(
      'fail',
      (titles) => titles[0] === '$(play)\u00a0Run' && /^\$\(error\)\s/.test(titles[1] ?? ''),
    );
    await run('hello');
    await until('hello', (titles) => /^\$\(pass\)\s[\d.]+ s/.test(titles[1] ?? ''));
  });

  test('are not there for what cannot run, nor where they are switched off', async () => {
    const text = '{ "tasks": [{ "image": "x" }, { "label": "a" }, { "label": "b", "image": "x" }] }';
    const document = await edit('tasks.container.json', text);
    assert.deepEqual(
      (await lensesOf(document.uri)).map(({ range }) => document.offsetAt(range.start)),
      [text.lastIndexOf('{')],
    );
    const settings = vscode.workspace.getConfiguration('containerTasks');
    await settings.update('codeLens', false, vscode.ConfigurationTarget.Global);
    try {
      assert.deepEqual(await lensesOf(document.uri), []);
    } finally {
      await settings.update('codeLens', undefined, vscode.ConfigurationTarget.Global);
    }
  });
});

async function lensesOf(uri: vscode.Uri): Promise<readonly vscode.CodeLens[]> {
  return vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
}

/** Waits until the lenses over a task have such titles. */
async function until(
  label: string,
  are: (titles: readonly string[]) => boolean,
): Promise<readonly vscode.CodeLens[]> {
  const uri = fileUri('tasks.container.json');
  const document = await vscode.workspace.openTextDocument(uri);
  const line = document.positionAt(document.getText().indexOf(`"label": "${label}"`)).line;
  return eventually(`the lenses of ${label}`, async () => {
    const lenses = (await lensesOf(uri)).filter(({ range }) => range.start.line === line);
    const titles = lenses.map(({ command }) => command?.title ?? '');
    return are(titles) ? lenses : Promise.reject(new Error(titles.join()));
  });
}

async function execute(lens: vscode.CodeLens | undefined): Promise<unknown> {
  assert.ok(lens?.command);
  return vscode.commands.executeCommand(
    lens.command.command,
    ...((lens.command.arguments ?? []) as unknown[]),
  );
}
