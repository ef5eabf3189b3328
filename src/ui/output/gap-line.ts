import * as vscode from 'vscode';

import { formatBytes } from '../../core/format.ts';

/** Says in the place of output how much of it is in the log alone, whose path becomes a link (`log-paths.ts`). */
export function gapLine(bytes: number, logPath: string): string {
  return `[${vscode.l10n.t('{0} not shown here. The whole log: {1}', formatBytes(bytes), logPath)}]`;
}

/** The same of all that came before. */
export function earlierLine(logPath: string): string {
  return `[${vscode.l10n.t('Earlier output is not shown here. The whole log: {0}', logPath)}]`;
}
