import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';

import type { TaskHandle } from '../../driver.ts';

/** In ms: as long as a window may take to be reloaded. */
const defaultGrace = 20_000;

/**
 * Removes containers after a grace, though this process has ended then, except those that another process has taken over
 * by then: they have another name. Whether VS Code closes a window or reloads it, it does not tell.
 *
 * @param program the path of `later-removal.ts`, or what it is bundled into
 */
export function removeLater(program: string, containers: readonly TaskHandle[], grace = defaultGrace): void {
  if (containers.length === 0) return;
  const which = containers.map(({ engine, name }) => ({ engine, name }));
  spawn(process.execPath, [program, String(grace), JSON.stringify(which)], {
    detached: true,
    stdio: 'ignore',
    windowsHide: true,
    cwd: tmpdir(), // A folder that a process works in cannot be removed everywhere.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' }, // In a desktop's extension host, Node.js is Electron.
  })
    .on('error', () => undefined) // The next window removes them.
    .unref();
}
