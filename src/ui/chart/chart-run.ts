import * as vscode from 'vscode';

import { formatBytes } from '../../core/format.ts';
import type { ChartRun, Samples } from '../../core/protocol.ts';
import { describeImage, explainResult } from '../../core/report.ts';
import { eventsOfEnd } from '../../core/run-event.ts';
import type { PastRun } from '../../runner/history/history.ts';
import type { Run } from '../../runner/task-runner.ts';

/** A run of this window, as its chart shows it now. */
export function chartOf(run: Run): ChartRun {
  const { id, spec, status, startedAt, endedAt, events, stats } = run;
  const { label, cpus, memory } = spec;
  const image = describeImage(spec);
  const ended = endedAt === undefined ? {} : { endedAt };
  return {
    run: { id, label, image, status, detail: detail(run), startedAt, ...ended, events, cpus, memory },
    ...stats.samples,
  };
}

/** A run of the history, as its chart shows it. */
export function chartOfPast(run: PastRun, samples: Samples): ChartRun {
  const { id, spec, startedAt, endedAt, result } = run;
  const { label, cpus, memory, timeout } = spec;
  const image = describeImage({ ...spec, secrets: [] });
  const events = run.events ?? eventsOfEnd([], result, timeout, endedAt);
  const facts = { id, label, image, status: result.status, detail: explainResult(result) };
  return { run: { ...facts, startedAt, endedAt, events, cpus, memory }, ...samples };
}

function detail({ result, progress, stopping }: Run): string {
  if (result) return explainResult(result);
  if (stopping) return vscode.l10n.t('Stopping.');
  switch (progress.phase) {
    case 'pulling':
      return progress.total > 0
        ? vscode.l10n.t(
            'Pulling {0}: {1} of {2}.',
            progress.image,
            formatBytes(progress.current),
            formatBytes(progress.total),
          )
        : vscode.l10n.t('Pulling {0}.', progress.image);
    case 'building':
      return progress.total > 0
        ? vscode.l10n.t(
            'Building the image, step {0} of {1}: {2}',
            progress.current,
            progress.total,
            progress.step,
          )
        : vscode.l10n.t('Building the image.');
    case 'waiting':
      return vscode.l10n.t('Waiting for {0}.', progress.services.join(', '));
    case 'creating':
      return vscode.l10n.t('Creating the container.');
    case 'copying':
      return progress.direction === 'in'
        ? vscode.l10n.t('Copying the workspace into the container: {0} so far.', formatBytes(progress.bytes))
        : vscode.l10n.t('Copying the output back: {0} so far.', formatBytes(progress.bytes));
    case 'running':
      return '';
  }
}
