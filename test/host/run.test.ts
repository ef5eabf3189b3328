import assert from 'node:assert/strict';
import * as vscode from 'vscode';

import type { Outcome } from '../../src/core/plan/outcome.ts';
import { readTasksFiles, tasksOf } from '../../src/ui/tasks-file/workspace-tasks.ts';
import { eventually } from '../helpers/eventually.ts';
import {
  containers,
  edit,
  fileUri,
  nothingIsLeft,
  outputInView,
  revert,
  run,
  runToOutcome,
  untilItRuns,
  whileAsking,
} from './workspace.ts';

suite('the command that runs a task', () => {
  teardown(nothingIsLeft);

  test('resolves with success', async () => {
    assert.deepEqual(await run('hello'), { status: 'success', exitCode: 0 });
  });

  test('resolves with an error and the exit code', async () => {
    const result = await run('fail');
    assert.equal(result?.status, 'error');
    assert.equal(result.exitCode, 3);
    assert.match(result.error.message, /exit code 3/);
  });

  test('runs a task that was shown as its file has it by now', async () => {
    const task = tasksOf(await readTasksFiles()).find(({ entry }) => entry.label === 'hello');
    const image = 'container-tasks-test/busybox:latest';
    await edit(
      'tasks.container.json',
      JSON.stringify({ tasks: [{ label: 'hello', image, script: 'exit 7' }] }),
    );
    try {
      const node = { kind: 'task', id: '', task };
      const outcome = await vscode.commands.executeCommand<Outcome>('containerTasks.run', node);
      assert.equal(outcome.kind === 'ran' && outcome.result.exitCode, 7);
    } finally {
      await revert();
    }
  });

  test('resolves with a timeout', async () => {
    const result = await run('late');
    assert.equal(result?.status, 'timeout');
    assert.match(result.error.message, /longer than its timeout of 1 s/);
  });

  test('resolves with killed when the memory is used up, and names the limit', async () => {
    const result = await run('greedy');
    assert.equal(result?.status, 'killed');
    assert.match(result.error.message, /limit of 32 MiB/);
    assert.match(result.error.advice ?? '', /resources\.memory/);
  });

  test('resolves with cancelled when the other command cancels it, and only when the container is gone', async () => {
    const result = run('wait');
    await untilItRuns('wait');
    await vscode.commands.executeCommand('containerTasks.cancel');
    assert.equal((await result)?.status, 'cancelled');
    assert.deepEqual(await containers(), []);
  });

  test('removes the container at once when it is cancelled twice', async () => {
    const stubborn = `{ "tasks": [{ "label": "stubborn", "image": "container-tasks-test/busybox:latest", "init": false,
      "stop": { "grace": "60s" }, "script": "trap 'echo no' TERM; while true; do sleep 1; done" }] }`;
    await edit('tasks.container.json', stubborn);
    try {
      const result = run('stubborn');
      await untilItRuns('stubborn');
      await vscode.commands.executeCommand('containerTasks.cancel');
      await vscode.commands.executeCommand('containerTasks.cancel');
      const start = Date.now();
      assert.equal((await result)?.status, 'cancelled');
      assert.ok(Date.now() - start < 10_000, 'it did not wait for the grace');
    } finally {
      await revert();
    }
  });

  test('shows the output: what runs, the lines, and how it ended', async () => {
    await run('fail');
    const text = await eventually('the whole output', () => {
      const shown = outputInView();
      return shown.includes('fail: error') && shown;
    });
    assert.match(text, /^fail: container-tasks-test\/busybox:latest \| /);
    assert.match(text, /^oops$/m);
    assert.match(text, /^fail: error, exit code 3, \d+(\.\d)? s\. .+$/m);
  });

  test('runs what a task depends on before it', async () => {
    assert.equal((await run('app'))?.status, 'success');
  });

  test('skips a task whose dependency fails, with the reason', async () => {
    const outcome = await runToOutcome('broken app');
    assert.equal(outcome?.kind, 'skipped');
    assert.match(outcome.reason, /"fail" failed/);
  });

  test('asks which, when there are several tasks', async () => {
    // The first one is chosen when the list is confirmed.
    const result = await whileAsking(run(), 'workbench.action.acceptSelectedQuickOpenItem');
    assert.equal(result?.status, 'success');
    await eventually('the output', () => /^hello: success/m.test(outputInView()));
  });

  test('runs nothing when the question is dismissed', async () => {
    assert.equal(await whileAsking(run(), 'workbench.action.closeQuickOpen'), undefined);
  });

  test('asks before a task runs a second time at once, and leaves the first alone', async () => {
    const first = run('wait');
    const { Id } = await untilItRuns('wait');
    // The question is a notification: to clear it is to say no.
    assert.equal(await whileAsking(run('wait'), 'notifications.clearAll'), undefined);
    assert.deepEqual(
      (await containers()).map((container) => container.Id),
      [Id],
    );
    await vscode.commands.executeCommand('containerTasks.cancel');
    await first;
  });

  test('runs several tasks at the same time', async () => {
    const waiting = run('wait');
    await untilItRuns('wait');
    assert.equal((await run('hello'))?.status, 'success');
    await vscode.commands.executeCommand('containerTasks.cancel');
    assert.equal((await waiting)?.status, 'cancelled');
  });

  test('finds the tasks of both places of the file', async () => {
    assert.equal((await run('elsewhere'))?.status, 'success');
    await eventually('the output', () => /^from \.vscode$/m.test(outputInView()));
  });

  test('runs what the editor shows, saved or not', async () => {
    const added = `{ "tasks": [{ "label": "added", "image": "container-tasks-test/busybox:latest", "script": "exit 5" }] }`;
    await edit('tasks.container.json', added);
    try {
      assert.equal((await run('added'))?.exitCode, 5);
    } finally {
      await revert();
    }
  });

  test('opens the file at the mistake of a task that has one', async () => {
    assert.equal(await run('mistaken'), undefined);
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.toString(), fileUri('.vscode/tasks.container.json').toString());
    assert.match(editor.document.lineAt(editor.selection.active).text, /"comand"/);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  test('says that there is no such task', async () => {
    assert.equal(await whileAsking(run('nowhere'), 'notifications.clearAll'), undefined);
  });
});
