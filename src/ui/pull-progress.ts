import * as vscode from 'vscode';

import { formatBytes } from '../core/format.ts';
import type { Run, TaskRunner } from '../runner/task-runner.ts';

/** Shows a notification while a run pulls its image; its button cancels the run. */
export function showPullProgress(runner: TaskRunner, run: Run): void {
  let report: (() => void) | undefined;
  let finish: (() => void) | undefined;
  const subscription = runner.onDidChange((changed, change) => {
    if (changed !== run || change === 'stats') return;
    const pulling = run.progress.phase === 'pulling' && change !== 'ended' && !run.stopping;
    if (!pulling) finish?.();
    if (change === 'ended') subscription.dispose();
    if (pulling && !finish) {
      const done = Promise.withResolvers<undefined>();
      finish = () => {
        done.resolve(undefined);
      };
      void notify(runner, run, done.promise, (show) => (report = show));
    }
    report?.();
  });
}

async function notify(
  runner: TaskRunner,
  run: Run,
  done: Promise<undefined>,
  onReport: (report: () => void) => void,
): Promise<void> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `Pulling ${run.spec.image}`,
    cancellable: true,
  };
  await vscode.window.withProgress(options, async (progress, token) => {
    let shown = 0;
    onReport(() => {
      if (run.progress.phase !== 'pulling' || run.progress.total === 0) return;
      const { current, total } = run.progress;
      const percent = (100 * current) / total;
      progress.report({
        message: `${formatBytes(current)} of ${formatBytes(total)}`,
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
