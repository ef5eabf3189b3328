import * as vscode from 'vscode';

import { exitCodeOf } from '../../core/exit-code.ts';
import { describeOutcome, summarize } from '../../core/plan/describe.ts';
import type { JobState } from '../../core/plan/job-state.ts';
import type { Job } from '../../core/plan/job.ts';
import type { JobViews } from '../../runner/job-context.ts';
import type { JobPlaces } from '../output/job-places.ts';
import { explainNotStarted } from '../run/not-started.ts';
import { RunTerminal } from '../output/run-terminal.ts';
import type { StartTask } from '../run/start-task.ts';
import type { TaskRuns } from '../run/task-runs.ts';
import type { WorkspaceTask } from '../tasks-file/workspace-tasks.ts';

/** The terminal of a VS Code task, in which the task runs once it is open; what it depends on has its own channels. */
export function taskTerminal(task: WorkspaceTask, runs: TaskRuns, start: StartTask): RunTerminal {
  const terminal = new RunTerminal(runs.canceller, task.entry, 'close');
  // Whatever fails is shown in the terminal and ends it.
  void run(terminal, task, runs, start).catch((error: unknown) => {
    terminal.fail(String(error));
  });
  return terminal;
}

async function run(
  terminal: RunTerminal,
  task: WorkspaceTask,
  runs: TaskRuns,
  start: StartTask,
): Promise<void> {
  await terminal.opened;
  using places = runs.places(task, true);
  const started = await start(task, terminalViews(task, terminal, places));
  if ('kind' in started) {
    terminal.fail(explainNotStarted(task, started));
    return;
  }
  const { run: plan } = started;
  terminal.follow(() => {
    plan.cancel();
  });
  const tell = (job: Job, state: JobState | undefined): void => {
    if (job.id === task.entry.label || !job.definition || state?.kind !== 'ended') return;
    terminal.tell(describeOutcome(job, state.outcome, state.milliseconds));
  };
  for (const { job } of plan.plan.jobs) tell(job, plan.states.get(job.id)); // What has ended already.
  const subscription = plan.onDidChange(tell);
  const { outcome, outcomes, milliseconds } = await plan.ended;
  subscription.dispose();
  const jobs = plan.plan.jobs.map(({ job }) => job);
  if (jobs.length > 1) terminal.tell(summarize(jobs, outcomes, milliseconds));
  terminal.finish(exitCodeOf(outcome, outcomes.values()));
}

function terminalViews({ entry }: WorkspaceTask, terminal: RunTerminal, places: JobPlaces): JobViews {
  const isOurs = (job: Job): boolean => job.id === entry.label;
  return {
    job: (job) => {
      if (isOurs(job)) return places.within(job, terminal);
      terminal.tell(vscode.l10n.t('{0}: runs, with its output in a channel of its own.', job.id));
      return places.job(job);
    },
    service: (job, name) => places.service(job, name),
    tell: (job, line) => {
      if (isOurs(job)) terminal.tell(line);
      else places.tell(job, line);
    },
  };
}
