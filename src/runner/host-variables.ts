import { homedir } from 'node:os';
import { basename, sep } from 'node:path';

import type { Variables } from '../core/tasks-file/variables/variables.ts';

/**
 * What variables stand for in a workspace folder on this machine: without an open file, what has to be asked for, and a
 * matrix.
 *
 * @param workspaceFolder absolute path
 */
export function hostVariables(workspaceFolder: string): Variables {
  const name = basename(workspaceFolder);
  return {
    workspaceFolder,
    workspaceFolderBasename: name,
    folders: new Map([[name, workspaceFolder]]),
    file: undefined,
    userHome: homedir(),
    cwd: process.cwd(),
    execPath: process.execPath,
    pathSeparator: sep,
    env: (variable) => process.env[variable],
    asked: new Map(),
    matrix: {},
  };
}
