import { readlink, realpath } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

import { codeOf } from '../core/thrown.ts';

/**
 * Where an absolute path leads when every symlink on its way is followed. What does not exist yet stands as it is written
 * below what does.
 *
 * @throws Node's error where it leads in a circle, or through a folder that cannot be read.
 */
export async function realPath(path: string): Promise<string> {
  return follow(path, maxLinks);
}

/** As many as Linux follows. */
const maxLinks = 40;

async function follow(path: string, links: number): Promise<string> {
  try {
    return await followLinks(path);
  } catch (error) {
    if (!isMissing(error) || links === 0) throw error;
  }
  const parent = dirname(path);
  if (parent === path) return path;
  const folder = await follow(parent, links);
  const here = join(folder, basename(path));
  // A link may lead to where nothing is yet.
  const target = await readLink(here).catch(() => undefined);
  return target === undefined ? here : follow(resolve(folder, target), links - 1);
}

/** Not the system's own: of a drive of Windows that stands for a share it gives the share, which no engine can bind. */
const followLinks = promisify(realpath);
const readLink = promisify(readlink);

function isMissing(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}
