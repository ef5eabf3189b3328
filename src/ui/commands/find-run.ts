import type { History, PastRun } from '../../runner/history/history.ts';
import type { Run, TaskRunner } from '../../runner/task-runner.ts';
import type { ActiveTask } from '../run/active-tasks.ts';
import type { TaskStates } from '../run/task-states.ts';
import { taskKey } from '../tasks-file/workspace-tasks.ts';
import { decisiveRun } from '../views/nodes.ts';
import type { ViewNode } from '../views/nodes.ts';

/** Where runs are found. */
export interface KnownRuns {
  readonly states: TaskStates;
  readonly runner: TaskRunner;
  readonly history: History;
}

/** A run of this window, whose output and chart are live, or what is kept of one. */
export type FoundRun = { readonly live: Run } | { readonly past: PastRun } | undefined;

/** The run that a node of a view is about; of a task, or of several runs, the one that is most worth a look. */
export function findRun(node: ViewNode, known: KnownRuns): FoundRun {
  switch (node.kind) {
    case 'active':
      return ofActive(node.task);
    case 'activeRun':
      return { live: node.run };
    case 'past':
      return toFound(decisiveRun(node.past), known);
    case 'pastRun':
      return toFound(node.run, known);
    case 'task':
      return ofTask(taskKey(node.task), known);
    case 'heading':
      return undefined;
  }
}

function ofActive({ running, runs }: ActiveTask): FoundRun {
  const live = running[0] ?? runs.at(-1);
  return live && { live };
}

function ofTask(key: string, { states, runner, history }: KnownRuns): FoundRun {
  const state = states.of(key);
  if (state.kind === 'running') return ofActive(state.active);
  const isOfTask = (run: Run | PastRun): boolean => run.key === key || run.plan.key === key;
  const live = runner.latest.find(isOfTask);
  const past = history.runs.find(isOfTask);
  if (live) return { live };
  return past && { past };
}

function toFound(past: PastRun | undefined, { runner }: KnownRuns): FoundRun {
  const live = runner.latest.find(({ id }) => id === past?.id);
  if (live) return { live };
  return past && { past };
}
