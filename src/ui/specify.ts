import { homedir } from 'node:os';
import { basename } from 'node:path';

import { resolve } from '../core/tasks-file/resolve.ts';
import type { TaskSpec } from '../runner/task-runner.ts';
import { toTaskSpec } from '../runner/to-task-spec.ts';
import { mistakeAt } from './mistakes.ts';
import type { Mistake } from './mistakes.ts';
import type { WorkspaceTask } from './workspace-tasks.ts';

/** Makes a task of the workspace ready to run. */
export async function specify(task: WorkspaceTask): Promise<TaskSpec | Mistake> {
  const { file, entry } = task;
  const workspaceFolder = file.folder.uri.fsPath;
  const resolved = resolve(entry, {
    workspaceFolder,
    workspaceFolderBasename: basename(workspaceFolder),
    userHome: homedir(),
    env: (name) => process.env[name],
  });
  if ('problems' in resolved) {
    const [first] = resolved.problems;
    return mistakeAt(file, first?.message ?? 'The task has a mistake.', first?.offset ?? entry.offset);
  }
  const spec = await toTaskSpec(resolved.definition, { workspaceFolder, env: process.env });
  if (!('problems' in spec)) return spec;
  return mistakeAt(file, spec.problems.map(({ message }) => message).join(' '), entry.offset);
}
