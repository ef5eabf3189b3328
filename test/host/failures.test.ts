import assert from 'node:assert/strict';
import fs from 'node:fs';
import * as vscode from 'vscode';

import { eventually } from '../helpers/eventually.ts';
import { edit, fileUri, nothingIsLeft, revert, run } from './workspace.ts';

const image = 'container-tasks-test/busybox:latest';

function marksIn(uri: vscode.Uri): readonly vscode.Diagnostic[] {
  return vscode.languages
    .getDiagnostics(uri)
    .filter(
      ({ source, severity }) =>
        source === 'Container Tasks' && severity === vscode.DiagnosticSeverity.Warning,
    );
}

async function untilMarked(uri: vscode.Uri): Promise<vscode.Diagnostic> {
  return eventually('a mark', () => marksIn(uri)[0], 20_000);
}

async function untilUnmarked(uri: vscode.Uri): Promise<void> {
  await eventually('no mark', () => marksIn(uri).length === 0, 20_000);
}

suite('What of a tasks file has made a task fail', () => {
  teardown(nothingIsLeft);

  test('is marked where it comes from, stays with it, and no longer than until it is changed', async () => {
    const task = `"label": "slow", "image": "${image}", "command": "sleep 60"`;
    const text = `{ "defaults": { "timeout": "1s" },\n  "tasks": [{ ${task} }] }`;
    const document = await edit('tasks.container.json', text);
    try {
      assert.equal((await run('slow'))?.status, 'timeout');
      const mark = await untilMarked(document.uri);
      assert.equal(document.getText(mark.range), '"1s"');
      assert.match(mark.message, /^slow: It ran longer than its timeout of 1 s, .* raise "timeout"/);
      await edit('tasks.container.json', text.replace('"defaults"', '"version": "1",\n\n  "defaults"'));
      await eventually(
        'the mark where it stands now',
        () => marksIn(document.uri)[0]?.range.start.line === 2,
      );
      await edit('tasks.container.json', text.replace('1s', '2s'));
      await untilUnmarked(document.uri);
    } finally {
      await revert();
    }
  });

  test('is marked until the task runs again', async () => {
    const script = '[ -e made ] || nosuch --version';
    const text = `{ "tasks": [{ "label": "again", "image": "${image}", "script": "${script}" }] }`;
    const document = await edit('tasks.container.json', text);
    try {
      assert.equal((await run('again'))?.exitCode, 127);
      const mark = await untilMarked(document.uri);
      assert.equal(document.getText(mark.range), `"${script}"`);
      assert.match(mark.message, /^again: The command called "nosuch"/);
      fs.writeFileSync(fileUri('made').fsPath, '');
      assert.equal((await run('again'))?.status, 'success');
      await untilUnmarked(document.uri);
    } finally {
      fs.rmSync(fileUri('made').fsPath, { force: true });
      await revert();
    }
  });

  test('is marked in a file that is in no editor, until the file is gone', async () => {
    const uri = fileUri('.vscode/tasks.container.json');
    const kept = fs.readFileSync(uri.fsPath);
    const task = { label: 'lost', image, command: 'true', network: 'nosuch' };
    fs.writeFileSync(uri.fsPath, JSON.stringify({ tasks: [task] }));
    try {
      assert.equal((await run('lost'))?.status, 'error');
      const mark = await untilMarked(uri);
      assert.match(mark.message, /correct "network"/);
      fs.rmSync(uri.fsPath);
      await untilUnmarked(uri);
    } finally {
      fs.writeFileSync(uri.fsPath, kept);
    }
  });

  test('is not marked where nothing of the file is to blame', async () => {
    assert.equal((await run('fail'))?.exitCode, 3);
    assert.deepEqual(marksIn(fileUri('tasks.container.json')), []);
  });
});
