import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join, relative, resolve } from 'node:path';
import * as l10n from '@vscode/l10n';

import type { Volume } from '../core/container-task.ts';
import type { TaskDefinition } from '../core/tasks-file/definition.ts';
import { realPath } from './real-path.ts';

/** What a definition mounts: the workspace folder, of tasks alone and unless it is copied, and its mounts. */
export type Mounting = Partial<Pick<TaskDefinition, 'workspace'>> & Pick<TaskDefinition, 'mounts'>;

/**
 * The volumes of a definition, with the host's side of its mounts. Their symlinks are followed here, once: what is mounted
 * is what was found, and a link that is changed later changes nothing. In the workspace folder a path begins as that does.
 *
 * @param report is told each path that is not there or cannot be followed, in a sentence
 */
export async function findVolumes(
  { workspace = false, mounts }: Mounting,
  workspaceFolder: string,
  report: (message: string) => void,
): Promise<Volume[]> {
  const volumes: Volume[] = [];
  if (workspace !== false && workspace.mode !== 'copy') {
    const { target, mode } = workspace;
    volumes.push({ type: 'bind', source: workspaceFolder, target, readonly: mode === 'readonly' });
  }
  for (const mount of mounts) {
    if (mount.type !== 'bind') volumes.push(mount);
    else volumes.push({ ...mount, source: await findSource(mount.source, workspaceFolder, report) });
  }
  return volumes;
}

/** Where the host path of a mount leads. */
export async function findSource(
  source: string,
  workspaceFolder: string,
  report: (message: string) => void,
): Promise<string> {
  const path = hostPath(source, workspaceFolder);
  try {
    const real = await realPath(path);
    if (!(await exists(real)))
      report(l10n.t('The mount\'s host path "{0}" is not there: create it, or correct "mounts".', source));
    return asInWorkspace(real, workspaceFolder, await realPath(workspaceFolder));
  } catch {
    report(
      l10n.t('The mount\'s host path "{0}" cannot be followed to where it leads: correct "mounts".', source),
    );
    return path;
  }
}

/** The workspace folder may be below a link itself, and everybody knows its files by that name. */
function asInWorkspace(real: string, workspaceFolder: string, realFolder: string): string {
  const inside = relative(realFolder, real);
  if (inside === '') return workspaceFolder;
  return inside.startsWith('..') || isAbsolute(inside) ? real : join(workspaceFolder, inside);
}

/** The absolute path of one that a definition has: relative ones are relative to the workspace folder. */
export function hostPath(path: string, workspaceFolder: string): string {
  return resolve(workspaceFolder, path.replace(/^~(?=$|[/\\])/, homedir()));
}

/** Whether there is anything at the path. */
export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
