import type { Stats } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';

import { codeOf } from '../../../core/thrown.ts';
import { DriverError } from '../../driver.ts';
import type { IgnoreRules, Matches } from './ignore-rules.ts';

/** A file, folder or symbolic link of a build's context, or of another folder that is sent to the engine. */
export interface ContextFile {
  /** From the context, with slashes. */
  readonly path: string;
  /** Where it is on this machine. */
  readonly source: string;
  readonly stats: Stats;
  /** What a symbolic link points to, as it is written; undefined for what is none. */
  readonly target: string | undefined;
}

/**
 * Lists what the rules leave of a folder: each folder before what is in it, in the order of names. A folder that is left
 * out is not looked into, unless an exception may bring back something in it, which then brings the folder back too.
 * Sockets, pipes and devices are passed over, and so is what vanishes meanwhile.
 *
 * @throws {DriverError} something cannot be read; the signal's reason when it is aborted.
 */
export async function* contextFiles(
  context: string,
  rules: IgnoreRules,
  signal: AbortSignal,
): AsyncGenerator<ContextFile, void, undefined> {
  yield* filesIn({ context, rules, signal }, '', [], []);
}

interface Walk {
  readonly context: string;
  readonly rules: IgnoreRules;
  readonly signal: AbortSignal;
}

/** @param pending the folders above that are left out as long as nothing in them is not */
async function* filesIn(
  walk: Walk,
  folder: string,
  above: Matches,
  pending: ContextFile[],
): AsyncGenerator<ContextFile, void, undefined> {
  const { context, rules, signal } = walk;
  for (const name of await namesIn(join(context, folder))) {
    signal.throwIfAborted();
    const path = folder === '' ? name : `${folder}/${name}`;
    const matches = rules.match(path, above);
    const isIgnored = rules.isIgnored(matches);
    if (isIgnored && !rules.mayBringBack(path)) continue;
    const file = await read(path, join(context, path));
    if (!file) continue;
    if (!isIgnored) yield* [...pending.splice(0), file];
    if (!file.stats.isDirectory()) continue;
    if (isIgnored) pending.push(file);
    yield* filesIn(walk, path, matches, pending);
    if (pending.at(-1) === file) pending.pop();
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return (await unlessGone(folder, () => readdir(folder)))?.sort() ?? [];
}

async function read(path: string, source: string): Promise<ContextFile | undefined> {
  return unlessGone(source, async () => {
    const stats = await lstat(source);
    if (stats.isSymbolicLink()) return { path, source, stats, target: await readlink(source) };
    return stats.isFile() || stats.isDirectory() ? { path, source, stats, target: undefined } : undefined;
  });
}

async function unlessGone<T>(source: string, ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined;
    throw new DriverError(
      l10n.t('"{0}" cannot be read.', source),
      l10n.t('Correct its permissions, or leave it out with a line in .dockerignore.'),
      { cause },
    );
  }
}
