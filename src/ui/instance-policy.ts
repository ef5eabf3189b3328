import * as vscode from 'vscode';

import type { RunOptions } from '../core/tasks-file/definition.ts';
import type { Run, TaskRunner } from '../runner/task-runner.ts';
import { pickRun } from './cancel-command.ts';

/**
 * Whether a task may run once more, as `runOptions` of tasks.json has it: at the limit, a run of it is ended first, or a
 * person is asked or told.
 *
 * @param showOutput of a run that a person wants to see instead
 */
export async function mayRunAgain(
  key: string,
  { instanceLimit, instancePolicy }: RunOptions,
  runner: TaskRunner,
  showOutput: (run: Run) => void,
): Promise<boolean> {
  const active = runner.running.filter((run) => run.key === key);
  const [oldest] = active;
  if (!oldest || active.length < instanceLimit) return true;
  const ended = async (run: Run | undefined): Promise<boolean> => {
    if (!run) return false;
    if (!run.stopping) runner.cancel(run.id);
    await run.ended;
    return true;
  };
  switch (instancePolicy) {
    case 'silent':
      return false;
    case 'warn':
      void vscode.window.showWarningMessage(describe(active));
      return false;
    case 'terminateOldest':
      return ended(oldest);
    case 'terminateNewest':
      return ended(active.at(-1));
    case 'prompt':
      return ended(await ask(active, showOutput));
  }
}

function describe(active: readonly Run[]): string {
  const times = active.length === 1 ? '' : ` ${active.length} times`;
  return `The task "${active[0]?.spec.label ?? ''}" is already running${times}.`;
}

/** The run that a person wants to be ended for another. */
async function ask(active: readonly Run[], showOutput: (run: Run) => void): Promise<Run | undefined> {
  const restart = active.length === 1 ? 'Restart' : 'Restart One';
  const show = 'Show Output';
  const answer = await vscode.window.showWarningMessage(describe(active), restart, show);
  if (answer === undefined) return undefined;
  const run =
    active.length === 1 ? active[0] : await pickRun(active, `The run to ${answer === show ? 'show' : 'end'}`);
  if (answer === restart) return run;
  if (run) showOutput(run);
  return undefined;
}
