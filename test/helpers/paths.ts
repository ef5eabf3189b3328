import os from 'node:os';
import path from 'node:path';

/** The checkout's top folder. */
export const root = path.resolve(import.meta.dirname, '../..');

/** The packaged extension, as `npm run package` makes it. */
export const vsix = path.join(root, 'dist/container-tasks.vsix');

/** Where screenshots and result files of the last run are left. */
export const artifacts = path.join(root, 'artifacts');

/** Where everything is kept that outlives a run or is too large for the checkout: VS Code, the private engine. */
export const cache = path.join(
  process.env['XDG_CACHE_HOME'] ?? path.join(os.homedir(), '.cache'),
  'container-tasks',
);
