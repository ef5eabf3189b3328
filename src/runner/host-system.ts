import type { System } from '../core/tasks-file/layers.ts';

/** The system that this process runs on, whose overrides of a tasks file hold. */
export const hostSystem: System =
  process.platform === 'win32' ? 'windows' : process.platform === 'darwin' ? 'osx' : 'linux';
