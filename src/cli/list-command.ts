import { resolve } from 'node:path';

import type { Terminal } from './line-view.ts';
import { describeProblem, readTasksFile } from './read-tasks-file.ts';

/** Prints a folder's tasks, one on each line with what is said of it, and its file's mistakes. Resolves with the exit code. */
export async function listCommand(path: string, terminal: Terminal): Promise<number> {
  const folder = resolve(path);
  const found = await readTasksFile(folder);
  if (!found) {
    terminal.stderr(`There is no tasks.container.json in ${folder}.\n`);
    return 1;
  }
  const { tasks, problems } = found.content;
  for (const { label, detail, hide } of tasks) {
    if (!hide) terminal.stdout(detail === undefined ? `${label}\n` : `${label}\t${detail}\n`);
  }
  for (const problem of problems) terminal.stderr(`${describeProblem(found, problem)}\n`);
  return problems.length > 0 ? 1 : 0;
}
