import * as l10n from '@vscode/l10n';
import type { RunStatus } from './run-result.ts';

/** A status as a word that a person reads. */
export function statusName(status: RunStatus): string {
  return names[status]();
}

const names: Readonly<Record<RunStatus, () => string>> = {
  running: () => l10n.t('running'),
  success: () => l10n.t('success'),
  error: () => l10n.t('error'),
  timeout: () => l10n.t('timeout'),
  killed: () => l10n.t('killed'),
  cancelled: () => l10n.t('cancelled'),
};
