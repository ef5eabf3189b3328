import * as l10n from '@vscode/l10n';
import { Mask } from '../core/mask/mask.ts';
import { closure } from '../core/plan/closure.ts';
import { describeOutcome } from '../core/plan/describe.ts';
import { findMistakes, plan } from '../core/plan/plan.ts';
import type { Plan } from '../core/plan/plan.ts';
import type { RunError } from '../core/run-result.ts';
import type { TasksFile } from '../core/tasks-file/parse.ts';
import type { Problem } from '../core/tasks-file/problem.ts';
import { askedVariables } from '../core/tasks-file/resolve.ts';
import type { Variables } from '../core/tasks-file/variables/variables.ts';
import { askVariables } from './ask-variables.ts';
import { allow } from './consent.ts';
import { jobRunner } from './job-runner.ts';
import type { JobContext } from './job-context.ts';
import { runPlan } from './run-plan.ts';
import type { PlanRun } from './run-plan.ts';
import { explain } from './run-task.ts';
import type { VariableResolver } from './variable-resolver.ts';

/** A task that a person wants to run, with all that it depends on. */
export interface PlanRequest {
  readonly file: TasksFile;
  /** Of a task of the file. */
  readonly label: string;
  /** Without what has to be asked for. */
  readonly variables: Variables;
  readonly resolver: VariableResolver;
}

/** Where a plan runs. */
export interface PlanContext extends Omit<JobContext, 'secrets'> {
  /** How many jobs are at work at once, at least 1. */
  readonly limit: number;
}

/** Why nothing runs: mistakes in the file, something else that is in the way, or the person's will. */
export type NotStarted =
  | { readonly kind: 'mistakes'; readonly problems: readonly Problem[] }
  | { readonly kind: 'prevented'; readonly error: RunError }
  /** The person did not allow what it wants. */
  | { readonly kind: 'refused'; readonly error: RunError }
  | { readonly kind: 'given up' };

/** Asks what has to be asked, and starts a task with all that it depends on. Never rejects. */
export async function startPlan(request: PlanRequest, context: PlanContext): Promise<PlanRun | NotStarted> {
  const { file, label, variables, resolver } = request;
  const mistakes = findMistakes(file, label);
  if (mistakes.length > 0) return { kind: 'mistakes', problems: mistakes };
  const entries = closure(file.tasks, label);
  const asked = await askVariables(askedVariables(entries), file.inputs, resolver);
  if (!asked) return { kind: 'given up' };
  if ('problem' in asked) return { kind: 'prevented', error: { message: asked.problem } };
  const planned = plan(file, label, { ...variables, asked: asked.values });
  if ('problems' in planned) return { kind: 'mistakes', problems: planned.problems };
  const reason = namedBySecret(planned.plan, asked.secrets) ?? (await mayRun(planned.plan, context));
  if (reason) return reason;
  const runJob = jobRunner({ ...context, secrets: asked.secrets });
  return telling(runPlan(planned.plan, { limit: context.limit, runJob }), context);
}

/** Asks for all that the jobs want, in one question. */
async function mayRun({ jobs, root }: Plan, context: PlanContext): Promise<NotStarted | undefined> {
  const definitions = jobs.flatMap(({ job: { definition } }) => definition ?? []);
  const wanting = definitions.flatMap((definition) => [definition, ...definition.services]);
  try {
    const error = await allow(wanting, root, context, new AbortController().signal);
    return error && { kind: 'refused', error };
  } catch (error) {
    return { kind: 'prevented', error: explain(error) };
  }
}

/** That a job would be called by a secret: names are shown, and kept. */
function namedBySecret(plan: Plan, secrets: readonly string[]): NotStarted | undefined {
  const mask = new Mask(secrets);
  const told = plan.jobs.find(({ job: { id } }) => mask.text(id) !== id);
  if (!told) return undefined;
  const message = l10n.t(
    'The matrix of "{0}" has a value that was asked for in secret, which the name of its run would tell.',
    told.job.label,
  );
  return { kind: 'prevented', error: { message, advice: l10n.t('Use the input in "env" instead.') } };
}

/** Tells in the views what becomes of jobs beside their runs. */
function telling(run: PlanRun, { views }: PlanContext): PlanRun {
  const subscription = run.onDidChange((job, state) => {
    if (state.kind === 'retrying') {
      const seconds = Math.max(0, Math.round((state.at - Date.now()) / 1000));
      views.tell(
        job,
        l10n.t('{0}: attempt {1} of {2} begins in {3} s.', job.id, state.attempt, state.attempts, seconds),
      );
    }
    if (state.kind === 'ended' && state.outcome.kind === 'skipped')
      views.tell(job, describeOutcome(job, state.outcome, 0));
  });
  void run.ended.then(() => {
    subscription.dispose();
  });
  return run;
}
