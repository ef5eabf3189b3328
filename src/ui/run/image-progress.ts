import * as vscode from 'vscode';

import type { Progress } from '../../core/container-task.ts';
import { formatBytes } from '../../core/format.ts';
import type { Run, TaskRunner } from '../../runner/task-runner.ts';

/** Shows a notification while a run pulls or builds its image; its button cancels the run. */
export function showImageProgress(runner: TaskRunner, run: Run): void {
  let report: (() => void) | undefined;
  let finish: (() => void) | undefined;
  const subscription = runner.onDidChange((changed, change) => {
    if (changed !== run || change === 'stats') return;
    const busy = progressOf(run) !== undefined && change !== 'ended' && !run.stopping;
    if (!busy) finish?.();
    if (change === 'ended') subscription.dispose();
    if (busy && !finish) {
      const done = Promise.withResolvers<undefined>();
      finish = () => {
        done.resolve(undefined);
      };
      void notify(runner, run, done.promise, (show) => (report = show));
    }
    report?.();
  });
}

/** What there is to show, if anything. */
function progressOf({ progress }: Run): Extract<Progress, { current: number }> | undefined {
  return progress.phase === 'pulling' || progress.phase === 'building' ? progress : undefined;
}

async function notify(
  runner: TaskRunner,
  run: Run,
  done: Promise<undefined>,
  onReport: (report: () => void) => void,
): Promise<void> {
  const begun = progressOf(run);
  const options = {
    location: vscode.ProgressLocation.Notification,
    title:
      begun?.phase === 'pulling'
        ? vscode.l10n.t('Pulling {0}', begun.image)
        : vscode.l10n.t('Building the image of {0}', run.spec.label),
    cancellable: true,
  };
  await vscode.window.withProgress(options, async (progress, token) => {
    let shown = 0;
    onReport(() => {
      const now = progressOf(run);
      if (!now || now.total === 0) return;
      // Of a step is known that it has begun, not how far it is.
      const done = now.phase === 'building' ? now.current - 1 : now.current;
      const percent = (100 * done) / now.total;
      progress.report({
        message: describe(now),
        // Layers become known one after the other, so that the whole may fall back; a bar must not.
        increment: Math.max(0, percent - shown),
      });
      shown = Math.max(shown, percent);
    });
    token.onCancellationRequested(() => {
      runner.cancel(run.id);
    });
    await done;
  });
}

function describe(progress: Extract<Progress, { current: number }>): string {
  const { current, total } = progress;
  return progress.phase === 'building'
    ? vscode.l10n.t('step {0} of {1}: {2}', current, total, progress.step)
    : vscode.l10n.t('{0} of {1}', formatBytes(current), formatBytes(total));
}
