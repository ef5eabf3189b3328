import * as vscode from 'vscode';

import type { RunError } from '../../core/run-result.ts';
import type { FoundPlace } from '../tasks-file/remedy-place.ts';

/** What a person may want to do about a failure. */
interface Ways {
  /** Where the tasks file is to be changed. */
  readonly place: FoundPlace | undefined;
  /** Undefined: there is none. */
  readonly showOutput: (() => void) | undefined;
  readonly runAgain: () => Promise<unknown>;
  /** Whether the output tells more than the message. */
  readonly hasPrinted: boolean;
}

/**
 * Tells of a failure with at most two buttons, of which the first is the most useful next step: the field that has to be
 * changed, the setting, or the output. Resolves when the notification is gone, which may be hours later.
 */
export async function showFailure(message: string, error: RunError | undefined, ways: Ways): Promise<void> {
  const actions = actionsFor(error, ways).slice(0, 2);
  const answer = await vscode.window.showErrorMessage(message, ...actions.map(({ title }) => title));
  await actions.find(({ title }) => title === answer)?.run();
}

interface Action {
  readonly title: string;
  readonly run: () => unknown;
}

function actionsFor(
  error: RunError | undefined,
  { place, showOutput, runAgain, hasPrinted }: Ways,
): readonly Action[] {
  const output = showOutput ? [{ title: vscode.l10n.t('Show Output'), run: showOutput }] : [];
  const again = { title: vscode.l10n.t('Run Again'), run: runAgain };
  if (place) return [editing(place), ...(hasPrinted ? output : []), again];
  if (error?.remedy?.in === 'settings') return [opening(error.remedy.setting), again];
  return [...output, again];
}

function editing({ location: { uri, range }, field }: FoundPlace): Action {
  const name = uri.path.split('/').at(-1) ?? '';
  return {
    title: field === undefined ? vscode.l10n.t('Open {0}', name) : vscode.l10n.t('Edit {0}', field),
    run: () => vscode.window.showTextDocument(uri, { selection: range }),
  };
}

function opening(setting: string): Action {
  return {
    title: vscode.l10n.t('Open Settings'),
    run: () => vscode.commands.executeCommand('workbench.action.openSettings', `containerTasks.${setting}`),
  };
}
