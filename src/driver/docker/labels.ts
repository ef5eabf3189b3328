import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

import type { ContainerTask } from '../../core/container-task.ts';

/** The label that every container of ours carries; its value is the run's id. */
export const runIdLabel = 'com.container-tasks.run-id';

/**
 * Labels that say that a container is ours, which run it serves, and which process will remove it: whoever cleans up
 * can tell a container whose owner is gone from one that is in use.
 */
export function ownerLabels(task: ContainerTask): Record<string, string> {
  return {
    ...task.labels,
    [runIdLabel]: task.id,
    'com.container-tasks.task': task.label,
    'com.container-tasks.created': new Date().toISOString(),
    'com.container-tasks.owner.host': hostname(),
    'com.container-tasks.owner.pid': String(process.pid),
    'com.container-tasks.owner.started': processStart(),
  };
}

/** Tells this process from a later one with the same id: clock ticks since boot on Linux, else the start in epoch s. */
function processStart(): string {
  try {
    // Field 22 of proc_pid_stat(5), counted behind the command's name, which may contain anything.
    const stat = readFileSync(`/proc/${process.pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return String(Math.round(Date.now() / 1000 - process.uptime()));
  }
}
