import { posix } from 'node:path';

import type { ContainerTask } from '../../../core/container-task.ts';
import { ContainerFiles } from './container-files.ts';
import type { Looker } from './container-files.ts';
import type { FailedProgram } from './failed-program.ts';
import { elsewhere, isShell, substitutesFor } from './known-programs.ts';
import { readBeginning } from './program-file.ts';
import type { Beginning } from './program-file.ts';

/** What the container's file system shows of a program that could not be executed. */
export type Finding =
  /** Its own file, from the container's root, and why it cannot be executed. */
  | { readonly kind: 'folder' | 'not executable'; readonly path: string }
  | { readonly kind: 'file'; readonly path: string; readonly begins: Beginning }
  /** What its file needs is not there: the program of its `#!`, or a loader of shared libraries. */
  | {
      readonly kind: 'needs';
      readonly path: string;
      readonly missing: string;
      readonly what: 'interpreter' | 'loader';
    }
  /** It is there, in a folder that is not in PATH. */
  | { readonly kind: 'elsewhere'; readonly path: string }
  /** It is not there, but another that most likely is meant. */
  | { readonly kind: 'instead'; readonly name: string; readonly path: string }
  | { readonly kind: 'no shell' }
  | { readonly kind: 'missing' };

/**
 * Looks for a program in a container that does not run. What comes first counts: its own file, the same program in another
 * folder, one that does the same, one of nearly that name.
 *
 * @throws the engine's errors; the signal's reason.
 */
export async function lookForProgram(
  engine: Looker,
  id: string,
  { workDir }: Pick<ContainerTask, 'workDir'>,
  { name, said }: Pick<FailedProgram, 'name' | 'said'>,
  signal: AbortSignal,
): Promise<Finding | undefined> {
  const files = new ContainerFiles(engine, id, signal);
  // Podman hides an ended container's files for a moment: then nothing is known.
  if (!(await files.find('/'))) return undefined;
  if (name.includes('/')) {
    const path = posix.resolve(workDir || '/', name);
    return (await look(files, path, said)) ?? (await similar(files, name)) ?? { kind: 'missing' };
  }
  const folders = await files.searchPath();
  const own = await files.findFirst(folders.map((folder) => posix.join(folder, name)));
  if (own !== undefined) return look(files, own, said);
  const others = elsewhere(workDir).filter((folder) => !folders.includes(folder));
  const other = await files.findFirst(others.map((folder) => posix.join(folder, name)));
  if (other !== undefined) return { kind: 'elsewhere', path: other };
  return (await similar(files, name, folders)) ?? { kind: 'missing' };
}

/** Why the file at the path cannot be executed; undefined: there is none. */
async function look(files: ContainerFiles, path: string, said: string): Promise<Finding | undefined> {
  const found = await files.find(path);
  if (!found) return undefined;
  if (found.isFolder) return { kind: 'folder', path };
  if (!found.isExecutable) return { kind: 'not executable', path };
  const begins = readBeginning(await files.begin(found.path));
  // What it needs is looked for only once the system knows what it is.
  if (/exec format error/i.test(said)) return { kind: 'file', path, begins };
  const needed = begins.kind === 'script' ? begins.interpreter : begins.kind === 'program' && begins.loader;
  if (typeof needed === 'string' && needed.startsWith('/') && !(await files.find(needed)))
    return {
      kind: 'needs',
      path,
      missing: needed,
      what: begins.kind === 'script' ? 'interpreter' : 'loader',
    };
  return { kind: 'file', path, begins };
}

async function similar(
  files: ContainerFiles,
  name: string,
  folders?: readonly string[],
): Promise<Finding | undefined> {
  const searched = folders ?? (await files.searchPath());
  const candidates = substitutesFor(posix.basename(name));
  const path = await files.findFirst(
    candidates.flatMap((candidate) => searched.map((folder) => posix.join(folder, candidate))),
  );
  if (path !== undefined) return { kind: 'instead', name: posix.basename(path), path };
  return isShell(name) ? { kind: 'no shell' } : undefined;
}
