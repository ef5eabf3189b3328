import * as vscode from 'vscode';

import { commands } from '../commands/command-ids.ts';
import { displayPath } from './workspace-tasks.ts';
import type { WorkspaceTask, WorkspaceTasksFile } from './workspace-tasks.ts';

/** A task cannot be run as it stands in its file: one sentence, which begins with the place, and the place. */
export interface Mistake {
  readonly message: string;
  readonly location: vscode.Location;
}

/** The mistakes that keep a task from running, as far as its file alone shows them. */
export function mistakesOf({ file, entry }: WorkspaceTask): Mistake[] {
  return entry.problems.map(({ message, offset }) => mistakeAt(file, message, offset));
}

/** A mistake at an offset of a tasks file. */
export function mistakeAt(file: WorkspaceTasksFile, message: string, offset: number): Mistake {
  const position = positionAt(file.text, offset);
  return {
    message: vscode.l10n.t('{0}, line {1}: {2}', displayPath(file.uri), position.line + 1, message),
    location: new vscode.Location(file.uri, position),
  };
}

/** An offset in UTF-16 units as VS Code has it. */
export function positionAt(text: string, offset: number): vscode.Position {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return new vscode.Position(before.length - 1, before.at(-1)?.length ?? 0);
}

/**
 * Opens a tasks file where it is wrong, and says what is. When it is corrected, a person may run the task of this label
 * again, or choose one where there is none.
 */
export async function openMistake({ message, location }: Mistake, label?: string): Promise<void> {
  await vscode.window.showTextDocument(location.uri, { selection: location.range });
  // Not awaited: the message stands beside the editor while the person corrects the file.
  void offerToRunAgain(message, label);
}

async function offerToRunAgain(message: string, label: string | undefined): Promise<void> {
  const again = vscode.l10n.t('Run Again');
  if ((await vscode.window.showErrorMessage(message, again)) === again)
    await vscode.commands.executeCommand(commands.run, label);
}
