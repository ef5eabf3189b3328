import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { tasksFilePaths } from '../core/tasks-file/paths.ts';
import { parse } from '../core/tasks-file/parse.ts';
import type { TasksFile } from '../core/tasks-file/parse.ts';
import type { Problem } from '../core/tasks-file/problem.ts';
import { hostSystem } from '../runner/host-system.ts';

/** The tasks file of a folder. */
export interface FoundFile {
  /** From the folder. */
  readonly path: string;
  readonly text: string;
  readonly content: TasksFile;
}

/** The first tasks file of a folder; undefined where it has none. */
export async function readTasksFile(folder: string): Promise<FoundFile | undefined> {
  for (const path of tasksFilePaths) {
    const text = await readFile(join(folder, path), 'utf8').catch(() => undefined);
    if (text !== undefined) return { path, text, content: parse(text, hostSystem) };
  }
  return undefined;
}

/** A mistake with its place, as compilers print it: `tasks.container.json:4:12: ...`. */
export function describeProblem({ path, text }: FoundFile, { message, offset }: Problem): string {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/u);
  return `${path}:${before.length}:${(before.at(-1)?.length ?? 0) + 1}: ${message}`;
}
