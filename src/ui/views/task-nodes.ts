import { byGroup } from '../tasks-file/by-group.ts';
import { taskKey, tasksOf } from '../tasks-file/workspace-tasks.ts';
import type { WorkspaceTask, WorkspaceTasksFile } from '../tasks-file/workspace-tasks.ts';
import type { TaskNode } from './nodes.ts';

/** The tasks that a person may choose: by folder where several have some, then by group where some have one. */
export function taskNodes(files: readonly WorkspaceTasksFile[]): readonly TaskNode[] {
  const shown = tasksOf(files).filter(({ entry }) => !entry.hide);
  const byFolder = Map.groupBy(shown, ({ file }) => file.folder.uri.toString());
  const idOf = uniqueIds();
  if (byFolder.size < 2) return groupNodes('', shown, idOf);
  return [...byFolder].map(([id, tasks]) => ({
    ...{ kind: 'heading', id, name: tasks[0]?.file.folder.name ?? '' },
    children: groupNodes(id, tasks, idOf),
  }));
}

/** Two tasks may have one label, and VS Code shows nothing of a view that has an id twice. */
function uniqueIds(): (task: WorkspaceTask) => string {
  const taken = new Set<string>();
  return (task) => {
    let id = taskKey(task);
    while (taken.has(id)) id += '\n';
    taken.add(id);
    return id;
  };
}

function groupNodes(
  parent: string,
  tasks: readonly WorkspaceTask[],
  idOf: (task: WorkspaceTask) => string,
): readonly TaskNode[] {
  return byGroup(tasks).flatMap(({ name, members }): readonly TaskNode[] => {
    const children = members.map((task) => ({ kind: 'task', id: idOf(task), task }) as const);
    // A label may be that of a group: an id of a task has a line break.
    return name === undefined ? children : [{ kind: 'heading', id: `${parent} ${name}`, name, children }];
  });
}
