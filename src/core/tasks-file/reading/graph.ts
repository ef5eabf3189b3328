import * as l10n from '@vscode/l10n';
import type { Problem } from '../problem.ts';
import type { Reference } from './reference.ts';

/** A task among those that depend on each other. */
export interface GraphTask {
  /** `undefined`: nothing can refer to it. */
  readonly label: string | undefined;
  readonly dependsOn: readonly Reference[];
  /** What keeps it from running by itself: its own, and what it has of others. */
  readonly problems: readonly Problem[];
  readonly inherited: readonly Problem[];
}

/** What its dependencies mean for a task. */
export interface Standing {
  /** Of cycles, each at the label that closes it. */
  readonly cycles: readonly Problem[];
  /** Which task that it depends on, perhaps by way of others, cannot run, and why. */
  readonly blocked: Blocked | undefined;
}

interface Blocked {
  readonly label: string;
  readonly problem: Problem;
}

/** Follows what depends on what, each task once and without calling itself, as a chain may be as long as the file. */
export function followDependencies<T extends GraphTask>(tasks: readonly T[]): ReadonlyMap<T, Standing> {
  // The first of a label is the one that is meant.
  const byLabel = new Map(tasks.toReversed().map((task) => [task.label, task]));
  const walk: Walk<T> = { path: [], places: new Map(), standings: new Map() };
  for (const task of tasks) {
    if (walk.standings.has(task)) continue;
    enter(walk, task);
    for (let step = walk.path.at(-1); step; step = walk.path.at(-1)) {
      const reference = step.task.dependsOn[step.next++];
      const dependency = reference && byLabel.get(reference.name);
      if (!reference) leave(walk, step);
      else if (dependency) follow(walk, step, reference, dependency);
    }
  }
  return walk.standings;
}

interface Walk<T> {
  /** From the task that was begun with to the one that is looked at. */
  readonly path: Step<T>[];
  /** Where each task of the path is in it. */
  readonly places: Map<T, number>;
  /** Of what was looked at. */
  readonly standings: Map<T, Standing>;
}

interface Step<T> {
  readonly task: T;
  /** Which of its dependencies comes next. */
  next: number;
  readonly cycles: Problem[];
  blocked: Blocked | undefined;
}

function enter<T extends GraphTask>({ path, places }: Walk<T>, task: T): void {
  places.set(task, path.length);
  path.push({ task, next: 0, cycles: [], blocked: undefined });
}

function leave<T extends GraphTask>({ path, places, standings }: Walk<T>, step: Step<T>): void {
  const { task, cycles, blocked } = step;
  path.pop();
  places.delete(task);
  standings.set(task, { cycles, blocked });
  const above = path.at(-1);
  if (above) above.blocked ??= asCause(task, { cycles, blocked });
}

function follow<T extends GraphTask>(
  walk: Walk<T>,
  step: Step<T>,
  reference: Reference,
  dependency: T,
): void {
  const start = walk.places.get(dependency);
  const known = walk.standings.get(dependency);
  if (start !== undefined)
    step.cycles.push(toCycle(walk.path.slice(start, start + longest), walk.path.length - start, reference));
  else if (known) step.blocked ??= asCause(dependency, known);
  else enter(walk, dependency);
}

function asCause(
  { label = '', problems, inherited }: GraphTask,
  { cycles, blocked }: Standing,
): Blocked | undefined {
  const own = problems[0] ?? cycles[0] ?? inherited[0];
  return own ? { label, problem: own } : blocked;
}

/** So many tasks of a cycle are named. */
const longest = 8;

function toCycle(path: readonly Step<GraphTask>[], length: number, reference: Reference): Problem {
  const labels = path.map(({ task }) => task.label ?? '');
  const shown = [...labels, ...(length > labels.length ? ['…'] : []), reference.name].join(' -> ');
  return {
    message: l10n.t(
      'The tasks depend on each other in a circle, so that none of them can be first: {0}. Remove one of the dependencies.',
      shown,
    ),
    offset: reference.offset,
    length: reference.length,
  };
}
