import * as vscode from 'vscode';

import { messageOf } from '../core/thrown.ts';
import { DriverError } from '../driver/driver.ts';

/** A sentence on what went wrong, and one on what to do. */
export function explain(error: unknown): string {
  if (error instanceof DriverError) return `${error.message} ${error.advice}`;
  return vscode.l10n.t('Container Tasks made a mistake: {0}.', messageOf(error));
}
