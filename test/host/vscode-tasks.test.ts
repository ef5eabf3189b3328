import assert from 'node:assert/strict';
import fs from 'node:fs';
import * as vscode from 'vscode';

import { eventually } from '../helpers/eventually.ts';
import { containers, edit, fileUri, nothingIsLeft, revert, run, untilItRuns } from './workspace.ts';

suite("VS Code's own tasks", () => {
  teardown(nothingIsLeft);

  test('are all tasks without mistakes, of both places of the file', async () => {
    const tasks = await vscode.tasks.fetchTasks({ type: 'container' });
    const names = tasks.map(({ name }) => name);
    // Those that tasks.json configures stand there under the names that it gives them.
    const configured = ['first things first', 'second after first', 'the one below .vscode'];
    const others = [
      'hello',
      'app',
      'broken app',
      'lib',
      'compile',
      'fail',
      'wait',
      'late',
      'greedy',
      'colours',
      'prepare',
      'both',
      'elsewhere',
    ];
    assert.deepEqual(new Set(names), new Set([...others, ...configured]));
    const hello = tasks.find(({ name }) => name === 'hello');
    assert.equal(hello?.detail, 'Says hello');
    assert.deepEqual(hello.definition, { type: 'container', task: 'hello' });
  });

  test('have the group, the background and the presentation that the file gives them, and hidden ones are not among them', async () => {
    const hidden = { label: 'hidden', hide: true };
    const group = { kind: 'build', isDefault: true };
    const shown = {
      label: 'shown',
      group,
      isBackground: true,
      presentation: { reveal: 'silent', focus: true },
    };
    const defaults = { image: 'container-tasks-test/busybox:latest', command: 'true' };
    await edit('tasks.container.json', JSON.stringify({ defaults, tasks: [shown, hidden] }));
    try {
      const tasks = await vscode.tasks.fetchTasks({ type: 'container' });
      assert.equal(
        tasks.find(({ name }) => name === 'hidden'),
        undefined,
      );
      const task = tasks.find(({ name }) => name === 'shown');
      assert.equal(task?.group?.id, vscode.TaskGroup.Build.id);
      assert.equal(task.isBackground, true);
      assert.equal(task.presentationOptions.reveal, vscode.TaskRevealKind.Silent);
      assert.equal(task.presentationOptions.focus, true);
      // By its label it runs all the same.
      assert.equal((await run('hidden'))?.status, 'success');
    } finally {
      await revert();
    }
  });

  test('are built by "Run Build Task" without a question where one is the default of the group', async () => {
    const task = (label: string, isDefault: boolean) => ({
      ...{ label, image: 'container-tasks-test/busybox:latest', command: 'true' },
      group: { kind: 'build', isDefault },
    });
    // Written, as what is not saved is saved before a build.
    const file = fileUri('tasks.container.json').fsPath;
    const before = fs.readFileSync(file);
    fs.writeFileSync(file, JSON.stringify({ tasks: [task('one', false), task('the one', true)] }));
    try {
      const ended = endOf('the one');
      await vscode.commands.executeCommand('workbench.action.tasks.build');
      await ended;
    } finally {
      fs.writeFileSync(file, before);
    }
  });

  test('name their file where two files have a task of the name', async () => {
    const files = (await vscode.tasks.fetchTasks({ type: 'container' }))
      .map(({ definition }): Readonly<Record<string, unknown>> => definition)
      .filter(({ task }) => task === 'both')
      .map(({ file }) => file);
    assert.deepEqual(new Set(files), new Set(['tasks.container.json', '.vscode/tasks.container.json']));
  });

  for (const [name, exitCode] of [
    ['hello', 0],
    ['fail', 3],
    ['late', 124],
    ['greedy', 137],
  ] as const) {
    test(`"${name}" ends with ${exitCode}`, async () => {
      assert.equal(await exitCodeOf(await find(name)), exitCode);
    });
  }

  test('come from tasks.json too, where a file can be named', async () => {
    assert.equal(await exitCodeOf(await find('the one below .vscode')), 4);
  });

  test('are cancelled by terminating them, and the container goes', async () => {
    const ended = endOf('wait');
    const execution = await vscode.tasks.executeTask(await find('wait'));
    await untilItRuns('wait');
    execution.terminate();
    await ended;
    await eventually('no container', async () => (await containers()).length === 0);
  });

  test('run after what they depend on', async () => {
    await exitCodeOf(await find('second after first'));
    assert.equal(fs.readFileSync(fileUri('order.txt').fsPath, 'utf8'), 'first\nsecond\n');
  });

  // There is no debugger here, which VS Code says when the task has ended well: in tests, its dialogs are errors.
  test('run before a program is debugged', async () => {
    await assert.rejects(debugAfter('container: prepare'), /debug type 'none' is not supported/);
    assert.equal(fs.readFileSync(fileUri('order.txt').fsPath, 'utf8'), 'prepared\n');
  });

  test('keep a program from being debugged when they fail', async () => {
    await assert.rejects(debugAfter('container: fail'), /preLaunchTask 'container: fail'/);
  });
});

async function find(name: string): Promise<vscode.Task> {
  const task = (await vscode.tasks.fetchTasks()).find((each) => each.name === name);
  assert.ok(task, `there is a task "${name}"`);
  return task;
}

async function debugAfter(preLaunchTask: string): Promise<boolean> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  return vscode.debug.startDebugging(folder, {
    name: 'program',
    type: 'none',
    request: 'launch',
    preLaunchTask,
  });
}

/** Runs a task to the end of its process. */
async function exitCodeOf(task: vscode.Task): Promise<number | undefined> {
  const ended = new Promise<number | undefined>((resolve) => {
    const subscription = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
      if (execution.task.name !== task.name) return;
      subscription.dispose();
      resolve(exitCode);
    });
  });
  await vscode.tasks.executeTask(task);
  return ended;
}

async function endOf(name: string): Promise<void> {
  return new Promise((resolve) => {
    const subscription = vscode.tasks.onDidEndTask(({ execution }) => {
      if (execution.task.name !== name) return;
      subscription.dispose();
      resolve();
    });
  });
}
