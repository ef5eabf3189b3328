import * as vscode from 'vscode';

import type { JobState } from '../../core/plan/job-state.ts';
import type { Job } from '../../core/plan/job.ts';
import { explainResult } from '../../core/report.ts';
import type { RunResult } from '../../core/run-result.ts';
import type { PlanRun } from '../../runner/run-plan.ts';

/** A job that has failed for good, and how. */
export interface Failure {
  readonly job: Job;
  readonly result: RunResult;
}

/** Calls the listener for each job that has failed or fails, until the result is disposed. */
export function onFailure(run: PlanRun, listener: (failure: Failure) => void): { dispose(): void } {
  const look = (job: Job, state: JobState | undefined): void => {
    if (state?.kind !== 'ended' || state.outcome.kind !== 'ran' || !isFailure(state.outcome.result)) return;
    listener({ job, result: state.outcome.result });
  };
  for (const { job } of run.plan.jobs) look(job, run.states.get(job.id));
  return run.onDidChange(look);
}

/** Whether a run has failed rather than that a person has ended it. */
export function isFailure({ status }: RunResult): boolean {
  return status !== 'success' && status !== 'cancelled';
}

/** Tells the first failure, in one line. @param label of the task that was asked for */
export function describeFailure({ job, result }: Failure, label: string): string {
  const why = explainResult(result);
  return job.label === label
    ? vscode.l10n.t('{0}: {1}', job.id, why)
    : vscode.l10n.t('{0}, which {1} needs: {2}', job.id, label, why);
}

/** Names those that failed after the first, in one line. */
export function describeMore(failures: readonly Failure[]): string {
  const names = failures.slice(0, most).map(({ job }) => job.id);
  const others = failures.length - names.length;
  const all = names.join(', ');
  return others > 0
    ? vscode.l10n.t('{0}, {1} more failed as well.', all, others)
    : vscode.l10n.t('{0} failed as well.', all);
}

/** How many a line names. */
const most = 3;
