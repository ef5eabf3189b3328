import * as vscode from 'vscode';

import type { RememberedConsent } from '../../runner/remembered-consent.ts';

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
