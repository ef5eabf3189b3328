import assert from 'node:assert/strict';
import * as vscode from 'vscode';

import type { Input } from '../../src/core/tasks-file/input.ts';
import { editorVariables } from '../../src/ui/run/variable-resolver.ts';
import { whileAsking } from './workspace.ts';

const accept = 'workbench.action.acceptSelectedQuickOpenItem';
const text: Input = { type: 'promptString', id: 'name', description: '', default: 'x', password: false };
const option = (value: string) => ({ label: value, value });
const pick: Input = {
  ...{ type: 'pickString', id: 'suite', description: 'Which tests' },
  options: [option('a'), { label: 'The b', value: 'b' }, option('c')],
  default: 'b',
};

suite('the variables that VS Code is asked for', () => {
  let variables: ReturnType<typeof editorVariables>;
  let recent: Map<string, string>;

  setup(() => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    recent = new Map();
    variables = editorVariables(folder, recent);
  });

  test('a setting is text, also where it is a number or a boolean', async () => {
    assert.equal(await variables.config('containerTasks.docker'), '');
    assert.equal(await variables.config('containerTasks.pullTimeout'), '1800');
    assert.equal(await variables.config('containerTasks.openChart'), 'true');
  });

  test('a setting that is not there, or has parts, is a problem', async () => {
    assert.deepEqual(await variables.config('containerTasks.nothing'), {
      problem:
        'There is no setting "containerTasks.nothing", or it has no value: correct `${config:containerTasks.nothing}`.',
    });
    assert.match(problemOf(await variables.config('files.exclude')), /is neither text, number nor boolean/);
  });

  test('a command gives its result, with its arguments', async () => {
    const command = vscode.commands.registerCommand('test.echo', (args: unknown) =>
      args === undefined ? undefined : JSON.stringify(args),
    );
    try {
      assert.equal(await variables.command('test.echo', { a: 1 }), '{"a":1}');
      assert.equal(await variables.command('test.echo'), undefined); // It was given up.
      const input: Input = { type: 'command', id: 'x', command: 'test.echo', args: [2] };
      assert.equal(await variables.input(input), '[2]');
    } finally {
      command.dispose();
    }
  });

  test('a command that is not there, or gives no text, is a problem', async () => {
    assert.match(
      problemOf(await variables.command('test.nowhere')),
      /^The command "test\.nowhere" of `\$\{command:test\.nowhere\}` failed: .*not found\.$/,
    );
    const command = vscode.commands.registerCommand('test.number', () => 1);
    assert.match(problemOf(await variables.command('test.number')), /gives no text: use another\.$/);
    command.dispose();
  });

  test('the default of a text is there to be confirmed', async () => {
    assert.equal(await whileAsking(variables.input(text), accept), 'x');
  });

  test('of several values the last choice comes first, and the default before there is one', async () => {
    assert.equal(await whileAsking(variables.input(pick), accept), 'b');
    for (const key of recent.keys()) recent.set(key, 'c');
    assert.equal(await whileAsking(variables.input(pick), accept), 'c');
  });

  test('a password is not remembered', async () => {
    assert.equal(await whileAsking(variables.input({ ...text, password: true }), accept), 'x');
    assert.equal(recent.size, 0);
  });

  test('a question that is dismissed gives nothing', async () => {
    for (const input of [text, pick])
      assert.equal(await whileAsking(variables.input(input), 'workbench.action.closeQuickOpen'), undefined);
  });
});

function problemOf(answer: unknown): string {
  assert.ok(typeof answer === 'object' && answer !== null && 'problem' in answer);
  return String(answer.problem);
}
