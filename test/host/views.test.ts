import assert from 'node:assert/strict';
import os from 'node:os';
import * as vscode from 'vscode';

import { DriverError } from '../../src/driver/driver.ts';
import { EngineNotice } from '../../src/ui/views/engine-notice.ts';
import type { RunNode, TaskNode } from '../../src/ui/views/nodes.ts';
import { RunsTree } from '../../src/ui/views/runs-tree.ts';
import { TasksTree } from '../../src/ui/views/tasks-tree.ts';
import { activeTasks } from '../../src/ui/run/active-tasks.ts';
import { eventually } from '../helpers/eventually.ts';
import { FakeHistory, pastRun } from '../helpers/past-run.ts';
import { PlanWindow } from '../helpers/plan-window.ts';
import { edit, fileUri, revert } from './workspace.ts';

/** A view that is in view, or not. */
class View {
  visible = true;
  message = '';
  readonly #changes = new vscode.EventEmitter<{ visible: boolean }>();
  readonly onDidChangeVisibility = this.#changes.event;

  show(visible: boolean): void {
    this.visible = visible;
    this.#changes.fire({ visible });
  }
}

// What is used of a view is all there.
const asView = <Node>(view: View): vscode.TreeView<Node> => view as unknown as vscode.TreeView<Node>;

suite('the view of tasks', () => {
  const history = new FakeHistory();
  const window = new PlanWindow(os.tmpdir(), history);
  const view = new View();
  let drawn = 0;
  let tree: TasksTree;

  suiteSetup(() => {
    const loadDriver = () => Promise.resolve(window.driver);
    const askAgain = new vscode.EventEmitter<void>().event;
    tree = new TasksTree(
      { states: window.states, history, loadDriver, askAgain },
      asView<TaskNode>(view),
      () => drawn++,
    );
  });
  suiteTeardown(() => {
    tree.dispose();
  });
  teardown(revert);

  const tasks = async (node?: TaskNode): Promise<readonly TaskNode[]> => {
    const found: TaskNode[] = [];
    for (const each of await tree.getChildren(node))
      found.push(...(each.kind === 'heading' ? await tasks(each) : [each]));
    return found;
  };
  const named = async (label: string): Promise<TaskNode> => {
    const found = (await tasks()).find((node) => tree.getTreeItem(node).label === label);
    assert.ok(found, label);
    return found;
  };

  test('shows how a task ended last, and says more when the mouse rests on it', async () => {
    const hello = await named('hello');
    assert.equal(tree.getTreeItem(hello).contextValue, 'task');
    const endedAt = Date.now() - 5 * 60_000;
    history.have(
      pastRun('1', {
        ...{ key: hello.id, startedAt: endedAt - 12_000, endedAt },
        result: { status: 'timeout', error: { message: 'It ran too long.' } },
      }),
    );
    const item = tree.getTreeItem(hello);
    assert.equal(item.description, 'timed out · 12 s · 5 min. ago');
    assert.equal(item.accessibilityInformation?.label, 'hello, timed out, timed out · 12 s · 5 min. ago');
    const { tooltip } = tree.resolveTreeItem(item, hello);
    assert.ok(tooltip instanceof vscode.MarkdownString);
    assert.match(tooltip.value, /timeout, 12 s\. It ran too long/);
  });

  test('follows what is typed, and marks a task that cannot run', async () => {
    const before = drawn;
    const text = '{"version": "1", "tasks": [{"label": "typed", "image": "x", "dependsOn": "nobody"}]}';
    await edit('tasks.container.json', text);
    await eventually('that it is drawn anew', () => drawn > before);
    await eventually('what is typed', async () =>
      (await tasks()).some((node) => tree.getTreeItem(node).label === 'typed'),
    );
    const item = tree.getTreeItem(await named('typed'));
    assert.equal(item.contextValue, 'task.wrong');
    assert.equal(item.description, 'cannot run');
    const { tooltip } = tree.resolveTreeItem(item, await named('typed'));
    assert.ok(tooltip instanceof vscode.MarkdownString && tooltip.value.includes('nobody'));
  });

  test('has tasks of one name with an id each, or VS Code would show none at all', async () => {
    const isBoth = (node: TaskNode): boolean => tree.getTreeItem(node).label === 'both';
    await eventually('the file as it was', async () => (await tasks()).filter(isBoth).length === 2);
    const found = await tasks();
    const ids = found.map((node) => tree.getTreeItem(node).id);
    assert.equal(new Set(ids).size, ids.length);
  });

  test('draws nothing while it is hidden, and all when it is shown', async () => {
    await eventually('the file as it was', async () =>
      (await tasks()).some((node) => tree.getTreeItem(node).label === 'hello'),
    );
    view.show(false);
    const before = drawn;
    history.have();
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(drawn, before);
    view.show(true);
    assert.equal(drawn, before + 1);
    assert.equal(tree.getTreeItem(await named('hello')).description, '');
  });
});

suite('the view of runs', () => {
  test('has what runs, then what a person started before, newest first', async () => {
    const history = new FakeHistory();
    const window = new PlanWindow(os.tmpdir(), history);
    const all = { id: 'plan', key: 'all', label: 'all' };
    const exitCode = { status: 'error', exitCode: 3, error: { message: 'No.' } } as const;
    const endedAt = Date.now();
    history.have(
      pastRun('late', { startedAt: endedAt - 1500, endedAt }),
      pastRun('two', { key: 'all', plan: all, startedAt: 2000, result: exitCode }),
      pastRun('one', { key: 'one', plan: all, startedAt: 1000 }),
    );
    const active = () => activeTasks(window.plans, window.runner);
    const view = new View();
    const tree = new RunsTree(
      { active, states: window.states, history },
      asView<RunNode>(view),
      () => undefined,
    );
    const [late, past, ...more] = await tree.getChildren();
    assert.ok(late && past && more.length === 0);
    assert.equal(tree.getTreeItem(late).description, '1.5 s · just now');
    assert.equal(tree.getTreeItem(late).contextValue, 'run.past');
    assert.equal(tree.getTreeItem(late).command?.command, 'containerTasks.openLog');
    assert.equal(tree.getTreeItem(past).label, 'all');
    assert.equal(tree.getTreeItem(past).command, undefined);
    assert.match(String(tree.getTreeItem(past).description), /^exit code 3 · 2 s · /);
    const parts = await tree.getChildren(past);
    assert.deepEqual(
      parts.map((node) => [tree.getTreeItem(node).label, tree.getTreeItem(node).contextValue]),
      [
        ['one', 'run.past.part'],
        ['all', 'run.past.part'],
      ],
    );
    assert.deepEqual(await tree.getChildren(late), []);
    tree.dispose();
  });
});

suite('the notice that no engine answers', () => {
  test('says so in the view, and goes when one answers', async () => {
    const { driver } = new PlanWindow(os.tmpdir());
    driver.pinged = () => Promise.reject(new DriverError('No engine answers.', 'Start Docker.'));
    const view = new View();
    view.visible = false;
    const engines: string[] = [];
    const notice = new EngineNotice(
      asView(view),
      () => {
        engines.push('asked');
        return Promise.resolve(driver);
      },
      new vscode.EventEmitter<void>().event,
    );
    assert.deepEqual(engines, []); // Nobody looks.
    view.show(true);
    await eventually('the notice', () => view.message === 'No engine answers. Start Docker.');
    view.show(false);
    view.show(true);
    assert.deepEqual(engines, ['asked']); // It was just said.
    driver.pinged = () => Promise.resolve();
    await notice.ask();
    assert.equal(view.message, '');
    driver.pinged = () => Promise.reject(new DriverError('It is gone.', ''));
    notice.change();
    assert.equal(view.message, ''); // Nobody asks while all is well.
    notice.dispose();
  });
});

suite('the commands on the history', () => {
  test('a log that was removed is told, and one that is there is opened to be read', async () => {
    const log = fileUri('old.log');
    await vscode.workspace.fs.writeFile(log, new TextEncoder().encode('what it printed\n'));
    const run = pastRun('1', { logPath: log.fsPath });
    await vscode.commands.executeCommand('containerTasks.openLog', { kind: 'pastRun', id: '1', run });
    const { activeTextEditor } = vscode.window;
    assert.equal(activeTextEditor?.document.getText(), 'what it printed\n');
    assert.equal(activeTextEditor.document.languageId, 'log');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await vscode.workspace.fs.delete(log);
    await vscode.commands.executeCommand('containerTasks.openLog', { kind: 'pastRun', id: '1', run });
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString() === log.toString(), false);
  });
});
