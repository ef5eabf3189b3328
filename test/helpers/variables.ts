import path from 'node:path';
import type { Variables } from '../../src/core/tasks-file/variables/variables.ts';

/** What variables stand for in a workspace folder where nothing is open and nothing was asked. */
export function variablesIn(workspaceFolder: string, others: Partial<Variables> = {}): Variables {
  return {
    workspaceFolder,
    workspaceFolderBasename: path.basename(workspaceFolder),
    folders: new Map([[path.basename(workspaceFolder), workspaceFolder]]),
    file: undefined,
    userHome: '/home/me',
    cwd: '/home/me',
    execPath: '/usr/bin/code',
    pathSeparator: '/',
    env: () => undefined,
    asked: new Map(),
    matrix: {},
    ...others,
  };
}
