import type { PastRun } from '../../runner/history/history.ts';
import type { PastPlan } from '../../runner/history/last-ends.ts';
import type { Run } from '../../runner/task-runner.ts';
import type { ActiveTask } from '../run/active-tasks.ts';
import type { WorkspaceTask } from '../tasks-file/workspace-tasks.ts';

/** What the view of tasks shows. Ids are unique in the view, and stay the same when it is drawn anew. */
export type TaskNode =
  | {
      readonly kind: 'heading';
      readonly id: string;
      readonly name: string;
      readonly children: readonly TaskNode[];
    }
  | { readonly kind: 'task'; readonly id: string; readonly task: WorkspaceTask };

/**
 * What the view of runs shows: what a person started, and, where that is more than one run, its runs. `run` of what is active
 * is the first that runs now.
 */
export type RunNode =
  | { readonly kind: 'active'; readonly id: string; readonly task: ActiveTask; readonly run: Run | undefined }
  | { readonly kind: 'activeRun'; readonly id: string; readonly run: Run }
  | { readonly kind: 'past'; readonly id: string; readonly past: PastPlan }
  | { readonly kind: 'pastRun'; readonly id: string; readonly run: PastRun };

/** What VS Code hands to a command of one of the views. */
export type ViewNode = TaskNode | RunNode;

/** Whether a command was given a node of our views rather than an argument of its own, or nothing. */
export function isViewNode(value: unknown): value is ViewNode {
  return typeof value === 'object' && value !== null && 'kind' in value && 'id' in value;
}

/** The run that tells how a plan ended: the last of the task that was asked for, or the first that ended as badly. */
export function decisiveRun({ plan, runs, status }: PastPlan): PastRun | undefined {
  return (
    runs.findLast(({ key }) => key === plan.key) ??
    runs.find(({ result }) => result.status === status) ??
    runs[0]
  );
}
