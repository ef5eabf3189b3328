import * as vscode from 'vscode';

import type { Reach } from '../../core/reach.ts';
import { RememberedConsent } from '../../runner/remembered-consent.ts';

/** Asks in a dialog what nobody can overlook, and remembers in the workspace's state on this machine. */
export function editorConsent(state: vscode.Memento): RememberedConsent {
  const memory = {
    read: () => state.get<unknown>(key),
    write: (allowed: unknown) => state.update(key, allowed),
  };
  return new RememberedConsent(memory, confirm);
}

const key = 'containerTasks.consent';

async function confirm(reaches: readonly Reach[], who: string): Promise<boolean> {
  const allow = vscode.l10n.t('Allow');
  const detail = [
    ...reaches.map(({ sentence }) => `• ${sentence}`),
    '',
    vscode.l10n.t('You are asked once in this workspace. "Container Tasks: Revoke Consent" takes it back.'),
  ].join('\n');
  const message = vscode.l10n.t('Allow the task "{0}" to reach past its workspace?', who);
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, allow)) === allow;
}
