import { lstat, readdir, readlink, realpath, stat } from 'node:fs';
import type { Dirent, Stats } from 'node:fs';
import { join, sep } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { promisify } from 'node:util';
import * as l10n from '@vscode/l10n';

import type { Globs } from '../../core/globs.ts';
import { codeOf } from '../../core/thrown.ts';

/** Something that globs mean. */
export interface FoundFile {
  /** From the workspace folder, with slashes. */
  readonly path: string;
  /** Where it is on this machine. */
  readonly source: string;
  /** Of what a followed link leads to: of that. */
  readonly stats: Stats;
  /** What a symbolic link says, as it is written; undefined for what is none. */
  readonly target: string | undefined;
  readonly isFolder: boolean;
}

/** Something stands in the way of knowing what is there. */
export class UnreadableError extends Error {
  /** From the workspace folder, with slashes. */
  readonly path: string;

  constructor(path: string, cause: unknown) {
    super(l10n.t('"{0}" cannot be read.', path), { cause });
    this.path = path;
  }
}

/**
 * Lists the files, folders and links that the globs mean, in the order of their paths. Sockets, pipes and devices are passed
 * over, and so is what vanishes meanwhile. Asks for some at a time, so that the event loop stays free.
 *
 * @param followsLinks whether a link is also what it leads to, within the folder: a link out of it is just its words
 * @throws {UnreadableError}; the signal's reason when it is aborted.
 */
export async function findFiles(
  folder: string,
  globs: Globs,
  followsLinks: boolean,
  signal: AbortSignal,
): Promise<readonly FoundFile[]> {
  const top = followsLinks ? await realPath(folder).catch(() => undefined) : undefined;
  const walk: Walk = { folder, globs, top, found: [] };
  let next: readonly Folder[] = [{ path: '' }];
  while (next.length > 0) {
    const inner: Folder[] = [];
    // Few: what is asked for at once is also answered at once.
    for (const some of batches(next, 4)) {
      signal.throwIfAborted();
      // In order, so that it is the same one each time that is found to lead back.
      for (const folders of await Promise.all(some.map((each) => look(walk, each, signal))))
        inner.push(...folders.filter(isNew));
    }
    next = inner;
  }
  await breathe();
  return walk.found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The file of that name, wherever it is and links lead; none where it is not there. @throws {UnreadableError} */
export async function findNamed(path: string, source: string): Promise<readonly FoundFile[]> {
  const stats = await unlessGone(path, () => statusOf(source));
  return stats?.isFile() ? [{ path, source, stats, target: undefined, isFolder: false }] : [];
}

interface Walk {
  readonly folder: string;
  readonly globs: Globs;
  /** The folder's real path; undefined: links are not followed. */
  readonly top: string | undefined;
  readonly found: FoundFile[];
}

interface Folder {
  readonly path: string;
  /** The real path that a link leads to. */
  readonly real?: string;
  /** The real paths of all that was come to by links since the first one: none is walked twice, which may have no end. */
  readonly followed?: Set<string>;
}

/** Whether a folder has not been come to before, which is noted of one that a link leads to. */
function isNew({ real, followed }: Folder): boolean {
  if (real === undefined || !followed) return true;
  if (followed.has(real)) return false;
  followed.add(real);
  return true;
}

/** Notes what of a folder is meant, and resolves with the folders in it that have to be looked at. */
async function look(walk: Walk, folder: Folder, signal: AbortSignal): Promise<readonly Folder[]> {
  const { globs } = walk;
  const { path: above, followed } = folder;
  const inner: Folder[] = [];
  const noted: string[] = [];
  for (const entry of (await unlessGone(above, () => list(join(walk.folder, above)))) ?? []) {
    const path = above === '' ? entry.name : `${above}/${entry.name}`;
    const mayLookIn = !entry.isFile() && globs.mayMatchIn(path);
    if (entry.isDirectory() && mayLookIn) inner.push({ path, ...(followed && { followed }) });
    // What is neither may be a link to a folder, or of a file system that tells no kinds.
    if (globs.matches(path) || (mayLookIn && !entry.isDirectory())) noted.push(path);
  }
  for (const some of batches(noted.sort(), 256)) {
    signal.throwIfAborted();
    for (const each of await Promise.all(some.map((path) => note(walk, followed, path))))
      if (each) inner.push(each);
  }
  return inner;
}

/** Notes a file, folder or link if it is meant; resolves with the folder that a link leads to. */
async function note(
  walk: Walk,
  followed: Set<string> | undefined,
  path: string,
): Promise<Folder | undefined> {
  const source = join(walk.folder, path);
  const isMeant = walk.globs.matches(path);
  return unlessGone(path, async () => {
    const stats = await status(source);
    const add = (file: FoundFile): void => {
      if (isMeant) walk.found.push(file);
    };
    if (!stats.isSymbolicLink()) {
      const isFolder = stats.isDirectory();
      if (isFolder || stats.isFile()) add({ path, source, stats, target: undefined, isFolder });
      return undefined;
    }
    const target = (await linkOf(source)).replaceAll(sep, '/');
    const inside = walk.top === undefined ? undefined : await leadsWithin(walk.top, source);
    add({ path, source, stats: inside?.stats.isFile() ? inside.stats : stats, target, isFolder: false });
    if (!inside?.stats.isDirectory() || !walk.globs.mayMatchIn(path)) return undefined;
    const { real } = inside;
    const isCircle = walk.top !== undefined && join(walk.top, path).startsWith(`${real}${sep}`);
    return isCircle ? undefined : { path, real, followed: followed ?? new Set() };
  });
}

/** What a link leads to, where that is in the folder, whose real path is `top`. */
async function leadsWithin(
  top: string,
  source: string,
): Promise<{ readonly real: string; readonly stats: Stats } | undefined> {
  try {
    const real = await realPath(source);
    return real === top || real.startsWith(`${top}${sep}`)
      ? { real, stats: await statusOf(real) }
      : undefined;
  } catch {
    return undefined; // It leads nowhere.
  }
}

async function unlessGone<T>(path: string, ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (cause) {
    const code = codeOf(cause);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new UnreadableError(path === '' ? '.' : path, cause);
  }
}

/** Parts of a list, in order. */
export function* batches<T>(list: readonly T[], size: number): Generator<readonly T[], void, undefined> {
  for (let start = 0; start < list.length; start += size) yield list.slice(start, start + size);
}

// As promises of the callbacks, as node:fs/promises takes half as long again.
const status: (path: string) => Promise<Stats> = promisify(lstat);
const statusOf: (path: string) => Promise<Stats> = promisify(stat);
const linkOf: (path: string) => Promise<string> = promisify(readlink);
const realPath: (path: string) => Promise<string> = promisify(realpath.native);
const list = (path: string): Promise<Dirent[]> => promisify(readdir)(path, { withFileTypes: true });
