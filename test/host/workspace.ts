import assert from 'node:assert/strict';
import * as vscode from 'vscode';

import type { Outcome } from '../../src/core/plan/outcome.ts';
import type { RunResult } from '../../src/core/run-result.ts';
import { containersWith } from '../helpers/engine-context.ts';
import type { ListedContainer } from '../helpers/engine-context.ts';
import { eventually } from '../helpers/eventually.ts';

/** The extension, as VS Code knows it. */
export function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension('container-tasks.container-tasks');
  assert.ok(found, 'the extension is there');
  return found;
}

/** A file of the folder that is open: a copy of test/host/workspace. */
export function fileUri(path: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'a folder is open');
  return vscode.Uri.joinPath(folder.uri, path);
}

/** Runs a task as the palette does; undefined where it did not run. */
export async function run(label?: string): Promise<RunResult | undefined> {
  const outcome = await runToOutcome(label);
  return outcome?.kind === 'ran' ? outcome.result : undefined;
}

/** Runs a task as the palette does, with all that it depends on. */
export async function runToOutcome(label?: string): Promise<Outcome | undefined> {
  const args = label === undefined ? [] : [label];
  return vscode.commands.executeCommand<Outcome | undefined>('containerTasks.run', ...args);
}

/** The containers on the engine that belong to this window: the extension runs in the process that the tests run in. */
export async function containers(): Promise<readonly ListedContainer[]> {
  return containersWith(`com.container-tasks.owner.pid=${process.pid}`);
}

/** Waits until the task's container runs. */
export async function untilItRuns(label: string): Promise<ListedContainer> {
  return eventually(`a container of "${label}"`, async () =>
    (await containers()).find(
      ({ State, Labels }) => State === 'running' && Labels['com.container-tasks.task'] === label,
    ),
  );
}

/** Fails when a run has left something on the engine. Every suite calls it after each test. */
export async function nothingIsLeft(): Promise<void> {
  const left = (await containers()).map(
    ({ State, Labels }) => `${Labels['com.container-tasks.task'] ?? '?'} ${State}`,
  );
  assert.deepEqual(left, []);
}

/**
 * Does something again and again until the work is done: what answers a question, as VS Code does not tell when it has
 * asked.
 */
export async function whileAsking<T>(work: Promise<T>, command: string): Promise<T> {
  let isDone = false;
  void work.finally(() => (isDone = true));
  await eventually('an end', async () => {
    if (!isDone) await vscode.commands.executeCommand(command);
    return isDone;
  });
  return work;
}

/** The text of the output channel that is in view. */
export function outputInView(): string {
  return vscode.window.visibleTextEditors
    .filter(({ document }) => document.uri.scheme === 'output')
    .map(({ document }) => document.getText())
    .join('\n');
}

/** Opens a tasks file with another text in the editor, not saved; `restore` closes it as it was. */
export async function edit(path: string, text: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(fileUri(path));
  await vscode.window.showTextDocument(document);
  const whole = new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length));
  const change = new vscode.WorkspaceEdit();
  change.replace(document.uri, whole, text);
  assert.ok(await vscode.workspace.applyEdit(change));
  return document;
}

/** Closes every editor with unsaved changes, and drops those. */
export async function revert(): Promise<void> {
  const unsaved = (): readonly vscode.TextDocument[] =>
    vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty);
  for (const document of unsaved()) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await eventually('no unsaved file', () => unsaved().length === 0);
}
