import type { ContainerTasksApi, TaskInfo, TaskReference } from '../../api.ts';
import { mistakesOf } from '../tasks-file/mistakes.ts';
import { readTasksFiles, tasksOf } from '../tasks-file/workspace-tasks.ts';
import type { WorkspaceTask } from '../tasks-file/workspace-tasks.ts';
import type { ProgramParts } from './programs.ts';
import { demandTrust, findTask, startRun } from './start-run.ts';

/** Version 1 of what other extensions can do. */
export function containerTasksApi({ registry, output, runs }: ProgramParts): ContainerTasksApi {
  return Object.freeze<ContainerTasksApi>({
    version: 1,
    listTasks: async () => tasksOf(await readTasksFiles()).map(toInfo),
    get activeRuns() {
      return registry.active;
    },
    findRun: (id) => registry.find(id),
    run: async (task, options = {}) => {
      demandTrust();
      const found = await findTask(toReference(task));
      return registry.of(await startRun(found, options, runs));
    },
    onDidStartRun: registry.onDidStart,
    onDidChangeRun: registry.onDidChange,
    onDidEndRun: registry.onDidEnd,
    readOutput: (id, range) => output.read(id, range),
    followOutput: (id, token) => output.follow(id, token),
  });
}

function toReference(task: string | TaskReference): TaskReference {
  return typeof task === 'string' ? { label: task } : task;
}

function toInfo(task: WorkspaceTask): TaskInfo {
  const { file, entry } = task;
  const { label, detail, group, image, dependsOn, isBackground } = entry;
  return {
    ...{ label, detail, group, image, dependsOn, isBackground },
    file: file.uri,
    isHidden: entry.hide,
    problems: mistakesOf(task).map(({ message }) => message),
  };
}
