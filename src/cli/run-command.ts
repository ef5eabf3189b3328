import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';

import { couldNotRun, exitCodeOf } from '../core/exit-code.ts';
import { summarize } from '../core/plan/describe.ts';
import { MatcherRegistry } from '../core/problem-matcher/matcher-registry.ts';
import { explainError } from '../core/report.ts';
import { didYouMean } from '../core/tasks-file/did-you-mean.ts';
import type { TaskEntry } from '../core/tasks-file/parse.ts';
import type { Driver } from '../driver/driver.ts';
import { cleaningUp } from '../runner/clean-up.ts';
import { nobody } from '../runner/consent.ts';
import { hostVariables } from '../runner/host-variables.ts';
import type { JobViews } from '../runner/job-context.ts';
import { Launcher } from '../runner/launcher.ts';
import type { PlanRun } from '../runner/run-plan.ts';
import { startPlan } from '../runner/start-plan.ts';
import type { NotStarted } from '../runner/start-plan.ts';
import { TaskRunner } from '../runner/task-runner.ts';
import { defaultStateFolder } from '../runner/up-to-date/state-folder.ts';
import { givenVariables } from '../runner/variable-resolver.ts';
import type { RunRequest } from './arguments.ts';
import { LineView, PlainView } from './line-view.ts';
import type { Terminal } from './line-view.ts';
import { describeProblem, readTasksFile } from './read-tasks-file.ts';
import type { FoundFile } from './read-tasks-file.ts';

/** What the command needs of its process. */
export interface RunCommandContext {
  readonly loadDriver: () => Promise<Driver>;
  readonly terminal: Terminal;
  /** Calls the listener each time when somebody wants the run to stop, until it is disposed. */
  readonly onStop: (listener: () => void) => { dispose(): void };
}

/** Runs a task and all that it depends on. Resolves with the exit code of the program. */
export async function runCommand(request: RunRequest, context: RunCommandContext): Promise<number> {
  const folder = resolve(request.folder);
  const found = await readTasksFile(folder);
  const reason = found ? missing(found, request.label) : `There is no tasks.container.json in ${folder}.`;
  if (!found || reason !== undefined) return fail(context.terminal, reason ?? '');
  await using runner = new TaskRunner(cleaningUp(context.loadDriver));
  const stateFolder = defaultStateFolder(process.env, process.platform);
  await using launcher = new Launcher(runner, join(stateFolder, '..', 'logs'));
  const views = terminalViews(context.terminal, found.content.tasks.find(isCalled(request.label)));
  const started = await startPlan(
    {
      file: found.content,
      label: request.label,
      variables: hostVariables(folder),
      resolver: givenVariables(named(request.inputs), howToGive),
    },
    {
      ...{ runner, launcher, views, stateFolder },
      loadDriver: context.loadDriver,
      host: { workspaceFolder: folder, env: process.env },
      consent: nobody,
      withoutCache: request.withoutCache,
      path: found.path,
      matchers: new MatcherRegistry(),
      keyOf: ({ id }) => id,
      limit: request.jobs || availableParallelism(),
    },
  );
  if ('kind' in started) return fail(context.terminal, ...explain(started, found));
  return await follow(started, context);
}

/** Why the task cannot be looked up. */
function missing({ path, content }: FoundFile, label: string): string | undefined {
  if (content.tasks.some(isCalled(label))) return undefined;
  const labels = content.tasks.map((task) => task.label);
  const near = didYouMean(label, labels);
  return `${path} has no task "${label}": ${near === undefined ? `it has ${labels.join(', ') || 'none'}` : `did you mean "${near}"?`}`;
}

function isCalled(label: string): (task: { readonly label: string }) => boolean {
  return (task) => task.label === label;
}

function named(inputs: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...inputs].map(([id, value]) => [id.includes(':') ? id : `input:${id}`, value]));
}

function howToGive(variable: string): string {
  return `--input ${variable.replace(/^input:/u, '')}=VALUE`;
}

function explain(reason: NotStarted, found: FoundFile): readonly string[] {
  switch (reason.kind) {
    case 'mistakes':
      return reason.problems.map((problem) => describeProblem(found, problem));
    case 'prevented':
    case 'refused':
      return [explainError(reason.error)];
    case 'given up':
      return ['Nothing was run.'];
  }
}

function fail(terminal: Terminal, ...lines: readonly string[]): number {
  for (const line of lines) terminal.stderr(`${line}\n`);
  return couldNotRun;
}

/** The output of a job that runs alone is as it is, so that it may be piped on. */
function terminalViews(terminal: Terminal, task: TaskEntry | undefined): JobViews {
  const isAlone = task?.dependsOn.length === 0 && !task.hasMatrix;
  return {
    job: ({ id }) => (isAlone ? new PlainView(terminal) : new LineView(id, terminal)),
    service: (_, name) => new LineView(name, terminal),
    tell: (_, line) => {
      terminal.stderr(`${line}\n`);
    },
  };
}

/** What shells report for a program that Ctrl-C has ended. */
const stoppedCode = 130;

async function follow(run: PlanRun, { terminal, onStop }: RunCommandContext): Promise<number> {
  const subscription = onStop(() => {
    run.cancel();
  });
  const { outcome, outcomes, milliseconds } = await run.ended;
  subscription.dispose();
  const jobs = run.plan.jobs.map(({ job }) => job);
  if (jobs.length > 1) terminal.stderr(`${summarize(jobs, outcomes, milliseconds)}\n`);
  return run.stopping ? stoppedCode : exitCodeOf(outcome, outcomes.values());
}
