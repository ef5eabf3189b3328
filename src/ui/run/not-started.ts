import * as vscode from 'vscode';

import { explainError } from '../../core/report.ts';
import type { NotStarted } from '../../runner/start-plan.ts';
import { showFailure } from './failure-notice.ts';
import { mistakeAt, openMistake } from '../tasks-file/mistakes.ts';
import type { WorkspaceTask } from '../tasks-file/workspace-tasks.ts';

/** Tells a person why a task does not run. Who gave up, or refused, knows. */
export async function tellNotStarted(
  task: WorkspaceTask,
  reason: NotStarted,
  runAgain: () => Promise<unknown>,
): Promise<void> {
  switch (reason.kind) {
    case 'mistakes': {
      const [first] = reason.problems;
      if (first) await openMistake(mistakeAt(task.file, first.message, first.offset), task.entry.label);
      break;
    }
    case 'prevented':
      // Not awaited: a notification may stand for hours.
      void showFailure(explainNotStarted(task, reason), reason.error, {
        place: undefined,
        showOutput: undefined,
        runAgain,
        hasPrinted: false,
      });
      break;
    case 'refused':
    case 'given up':
      break;
  }
}

/** Why a task does not run: one line. */
export function explainNotStarted({ file, entry }: WorkspaceTask, reason: NotStarted): string {
  switch (reason.kind) {
    case 'mistakes':
      return reason.problems
        .map(({ message, offset }) => mistakeAt(file, message, offset).message)
        .join('\n');
    case 'prevented':
    case 'refused':
      return vscode.l10n.t('{0}: {1}', entry.label, explainError(reason.error));
    case 'given up':
      return vscode.l10n.t('{0}: not run, as a question was not answered.', entry.label);
  }
}
