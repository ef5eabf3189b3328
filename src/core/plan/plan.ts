import * as l10n from '@vscode/l10n';
import { combinationsOf } from '../tasks-file/combinations.ts';
import type { Combination } from '../tasks-file/matrix.ts';
import type { TaskEntry, TasksFile } from '../tasks-file/parse.ts';
import { quote } from '../tasks-file/parsed.ts';
import type { Problem } from '../tasks-file/problem.ts';
import { resolve, resolveMatrix } from '../tasks-file/resolve.ts';
import type { Variables } from '../tasks-file/variables/variables.ts';
import { closure } from './closure.ts';
import type { Job } from './job.ts';
import type { JobNode } from './node.ts';

/** What is to run: a task and all that it depends on. */
export interface Plan {
  /** The id of the job that was asked for. */
  readonly root: string;
  /** What a job needs comes before it. */
  readonly jobs: readonly PlannedJob[];
}

/** A job, and what a schedule knows of it under the same id. */
export interface PlannedJob {
  readonly job: Job;
  readonly node: JobNode;
}

/** A plan, or what keeps its jobs from running: of all of them, in the order of the file. */
export type Planned = { readonly plan: Plan } | { readonly problems: readonly Problem[] };

/**
 * Makes the jobs of a task and of all that it depends on: one for each task, and of a matrix one for each combination besides,
 * which that of the task stands for. Never throws.
 *
 * @param variables are of the whole run; each job gets its own combination
 */
export function plan(file: TasksFile, label: string, variables: Variables): Planned {
  const entries = closure(file.tasks, label);
  if (entries.length === 0) return { problems: [unknownTask(label)] };
  const ids = new Set(entries.map((entry) => entry.label));
  const made = entries.map((entry) => makeJobs(entry, ids, variables));
  const problems = made.flatMap((each) => ('problems' in each ? each.problems : []));
  if (problems.length > 0) return { problems: distinct(withoutEchoes(problems, entries, file)) };
  return { plan: { root: label, jobs: made.flatMap((each) => ('jobs' in each ? each.jobs : [])) } };
}

/** What keeps a task and all that it depends on from running whatever values variables have, in the order of the file. */
export function findMistakes(file: TasksFile, label: string): readonly Problem[] {
  const entries = closure(file.tasks, label);
  const problems = entries.flatMap((entry) => entry.problems);
  return distinct(withoutEchoes(problems, entries, file));
}

type Made = { readonly jobs: readonly PlannedJob[] } | { readonly problems: readonly Problem[] };

/** @param ids those that are taken */
function makeJobs(entry: TaskEntry, ids: Set<string>, variables: Variables): Made {
  if (entry.problems.length > 0) return { problems: entry.problems };
  const resolved = resolveMatrix(entry, variables);
  if ('problems' in resolved) return resolved;
  const { matrix } = resolved;
  if (!matrix) return makeJob(entry, entry.label, {}, variables);
  const combinations = combinationsOf(matrix);
  if ('problem' in combinations) return { problems: [problemOf(entry, combinations.problem)] };
  const made = combinations.value.map((combination) =>
    makeJob(entry, takeId(entry.label, combination, ids), combination, variables),
  );
  const problems = made.flatMap((each) => ('problems' in each ? each.problems : []));
  if (problems.length > 0) return { problems };
  const jobs = made.flatMap((each) => ('jobs' in each ? each.jobs : []));
  const { maxParallel, failFast } = matrix;
  const whole = {
    ...standIn(
      entry.label,
      jobs.map(({ job }) => job.id),
    ),
    matrix: { maxParallel, failFast },
  };
  return { jobs: [...jobs, { job: jobOf(entry, entry.label, {}), node: whole }] };
}

function makeJob(entry: TaskEntry, id: string, matrix: Combination, variables: Variables): Made {
  const node = { ...standIn(id, entry.dependsOn), order: entry.dependsOrder };
  if (entry.isCompound) return { jobs: [{ job: jobOf(entry, id, matrix), node }] };
  const resolved = resolve(entry, { ...variables, matrix });
  if ('problems' in resolved) return resolved;
  const { definition } = resolved;
  const { retry, isBackground } = definition;
  const job = { ...jobOf(entry, id, matrix), definition };
  return { jobs: [{ job, node: { ...node, retry, isBackground, runsNothing: false } }] };
}

function jobOf({ label }: TaskEntry, id: string, matrix: Combination): Job {
  return { id, label, matrix, definition: undefined };
}

/** A node that runs nothing itself. */
function standIn(id: string, needs: readonly string[]): JobNode {
  const retry = { count: 0, delay: 0, on: [] };
  return { id, needs, order: 'parallel', retry, isBackground: false, runsNothing: true, matrix: undefined };
}

/** Such as `test (node: 24, db: redis)`; another task may be called so. */
function takeId(label: string, combination: Combination, ids: Set<string>): string {
  const values = Object.entries(combination).map(([axis, value]) => `${axis}: ${value}`);
  const name = `${label} (${values.join(', ')})`;
  let id = name;
  for (let number = 2; ids.has(id); number++) id = `${name} #${number}`;
  ids.add(id);
  return id;
}

/** That a task cannot run because of another one is said of the other. */
function withoutEchoes(
  problems: readonly Problem[],
  entries: readonly TaskEntry[],
  file: TasksFile,
): readonly Problem[] {
  const ofFile = new Set(file.problems);
  const echoes = new Set(entries.flatMap((entry) => entry.problems).filter((each) => !ofFile.has(each)));
  const own = problems.filter((each) => !echoes.has(each));
  return own.length > 0 ? own : problems;
}

/** What is wrong with all combinations is said once. */
function distinct(problems: readonly Problem[]): readonly Problem[] {
  const byKey = new Map(problems.map((each) => [`${each.offset} ${each.message}`, each]));
  return [...byKey.values()].sort((a, b) => a.offset - b.offset);
}

function problemOf({ labelOffset, labelLength }: TaskEntry, message: string): Problem {
  return { message, offset: labelOffset, length: labelLength };
}

function unknownTask(label: string): Problem {
  return { message: l10n.t('There is no task called {0} in the file.', quote(label)), offset: 0, length: 0 };
}
