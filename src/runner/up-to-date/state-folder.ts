import { createHash, randomBytes } from 'node:crypto';
import { access, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, posix, win32 } from 'node:path';

import { codeOf } from '../../core/thrown.ts';
import { writeAtomically } from './write-atomically.ts';

/**
 * Where it is kept what has run: a folder in the user's cache, which the editor and the terminal share. It may be removed at
 * any time; then everything runs once more.
 */
export function defaultStateFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const path = platform === 'win32' ? win32 : posix;
  const home = homedir();
  // The XDG specification: a path that is not absolute is none.
  const named = platform === 'win32' ? env['LOCALAPPDATA'] : env['XDG_CACHE_HOME'];
  const given = platform !== 'darwin' && named !== undefined && path.isAbsolute(named) ? named : undefined;
  const usual = { win32: path.join(home, 'AppData', 'Local'), darwin: path.join(home, 'Library', 'Caches') };
  const caches =
    given ?? (platform === 'win32' || platform === 'darwin' ? usual[platform] : path.join(home, '.cache'));
  return path.join(caches, 'container-tasks', 'up-to-date');
}

/** Says in the folder of a workspace's state whose it is, so that it can be removed when that is gone. */
export async function nameOwner(folder: string, workspaceFolder: string): Promise<void> {
  await writeAtomically(join(folder, workspaceFile), workspaceFolder);
}

/** A file's name for something that has a longer one. */
export function nameOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** What the hashes of this user are made with, so that nobody can guess from them what was hashed. */
export async function readKey(stateFolder: string): Promise<Buffer> {
  const path = join(stateFolder, 'key');
  const read = async (): Promise<Buffer | undefined> => {
    const key = await readFile(path).catch(() => undefined);
    return key?.length === keyLength ? key : undefined;
  };
  const known = await read();
  if (known) return known;
  await writeAtomically(path, randomBytes(keyLength));
  return (await read()) ?? Promise.reject(new Error('The key cannot be read.'));
}

/**
 * Removes, at most once a day, the state of workspaces that are gone, and of jobs that have not been asked for in 90 days.
 * What cannot be removed stays.
 */
export async function prune(stateFolder: string, now: number): Promise<void> {
  const marker = join(stateFolder, 'pruned');
  const last = (await stat(marker).catch(() => undefined))?.mtimeMs ?? 0;
  if (now - last < day) return;
  await writeFile(marker, '', { mode: 0o600 });
  for (const entry of await readdir(stateFolder, { withFileTypes: true })) {
    if (!entry.isDirectory() || !/^[0-9a-f]{32}$/.test(entry.name)) continue;
    const folder = join(stateFolder, entry.name);
    if (await isOfNobody(folder)) await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    else await pruneJobs(folder, now);
  }
}

const workspaceFile = 'workspace';

/** In bytes. */
const keyLength = 32;

/** In ms. */
const day = 24 * 60 * 60_000;

async function isOfNobody(folder: string): Promise<boolean> {
  const workspace = await readFile(join(folder, workspaceFile), 'utf8').catch(() => undefined);
  if (workspace === undefined) return true;
  return access(workspace).then(
    () => false,
    (error: unknown) => codeOf(error) === 'ENOENT',
  );
}

async function pruneJobs(folder: string, now: number): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    const used = (await stat(path).catch(() => undefined))?.mtimeMs ?? now;
    if (name !== workspaceFile && now - used > 90 * day)
      await rm(path, { force: true }).catch(() => undefined);
  }
}
