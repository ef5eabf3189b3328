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

/** Shows what was allowed in this workspace and takes back what a person chooses of it. Resolves with how much that is. */
export async function revokeConsentCommand(consent: RememberedConsent): Promise<number> {
  const items = consent.allowed.map((allowed) => ({
    allowed,
    label: allowed.value === 'true' ? allowed.kind : allowed.value,
    description: allowed.value === 'true' ? '' : allowed.kind,
  }));
  if (items.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('No task of this workspace was allowed to reach past it.'),
    );
    return 0;
  }
  const placeHolder = vscode.l10n.t('What to ask for again');
  const chosen = (await vscode.window.showQuickPick(items, { canPickMany: true, placeHolder })) ?? [];
  await consent.revoke(chosen.map(({ allowed }) => allowed));
  return chosen.length;
}
