import type { ContainerTask } from '../../../core/container-task.ts';
import { ownerLabels, thisOwner } from './owner.ts';

/** The label that every container of ours carries; its value is the run's id. */
export const runIdLabel = 'com.container-tasks.run-id';

/** The label with the task's name. */
export const taskLabel = 'com.container-tasks.task';

/** The label with the time when we asked for the container, RFC 3339. */
export const createdLabel = 'com.container-tasks.created';

/** The labels of a task's container: its own, and {@link ownedLabels}. */
export function containerLabels(task: ContainerTask): Record<string, string> {
  return { ...task.labels, ...ownedLabels(task.id, task.label) };
}

/**
 * Labels that say that a thing is ours, which run it serves, and which process will remove it: whoever cleans up can tell
 * one whose owner is gone from one that is in use.
 *
 * @param label of the task
 */
export function ownedLabels(runId: string, label: string): Record<string, string> {
  return {
    [runIdLabel]: runId,
    [taskLabel]: label,
    [createdLabel]: new Date().toISOString(),
    ...ownerLabels(thisOwner()),
  };
}

/**
 * Labels of an image that is built for a task. They are the same for each build, or the engine could not take the image
 * from its cache; and containers inherit them, so that none says that a container is ours.
 */
export function imageLabels(task: ContainerTask): Record<string, string> {
  return { ...task.labels, [taskLabel]: task.label };
}

/** The name of a run's container, and of its network. */
export function containerName(runId: string): string {
  return `container-tasks-${runId}`;
}
