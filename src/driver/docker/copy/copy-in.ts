import { stat } from 'node:fs/promises';
import { posix } from 'node:path';
import { Readable } from 'node:stream';
import * as l10n from '@vscode/l10n';

import type { ContainerTask, FolderCopy } from '../../../core/container-task.ts';
import { DriverError } from '../../driver.ts';
import { archive } from '../build/archive.ts';
import { ignoreFile, readIgnoreRules } from '../build/build-context.ts';
import { contextFiles } from '../build/context-files.ts';
import type { ContextFile } from '../build/context-files.ts';
import type { Engine } from '../engine/engine.ts';
import { CopyLimits } from './copy-limits.ts';
import { ownerInContainer } from './owner-in-container.ts';

/**
 * Puts a task's folder into its container, which was created and does not run yet. All of it belongs to the container's
 * user; what else is in the target stays.
 *
 * @throws {DriverError} it cannot be read, or not be put there; the signal's reason when it is aborted.
 */
export async function copyIn(
  engine: Engine,
  id: string,
  task: ContainerTask,
  copy: FolderCopy,
  signal: AbortSignal,
): Promise<void> {
  using limits = new CopyLimits(engine, task, 'in', signal);
  try {
    const owner = await ownerInContainer(engine, id, limits.signal);
    const { folder, below } = await placeFor(engine, id, copy.target, limits.signal);
    const files = archive(filesOf(copy.source, below, limits.signal), owner);
    const body = Readable.from(limits.count(files), { objectMode: false });
    await engine.archives.put(id, folder, body, limits.signal);
  } catch (error) {
    signal.throwIfAborted();
    throw limits.failure(error, l10n.t('copy the workspace into the container'));
  }
}

/** The deepest folder above the target that the container has, and the names from there to the target. */
async function placeFor(
  engine: Engine,
  id: string,
  target: string,
  signal: AbortSignal,
): Promise<{ readonly folder: string; readonly below: readonly string[] }> {
  const names = posix.normalize(target).split('/').filter(Boolean);
  if (names.length === 0) {
    throw new DriverError(
      l10n.t('The workspace cannot be copied over the whole file system of the container.'),
      l10n.t('Give "workspace.target" a folder.'),
    );
  }
  // What is there keeps its mode and owner, as it is not in the archive.
  for (let kept = names.length - 1; kept > 0; kept--) {
    const folder = `/${names.slice(0, kept).join('/')}`;
    if (await engine.archives.has(id, folder, signal)) return { folder, below: names.slice(kept) };
  }
  return { folder: '/', below: names };
}

/** The target, with the folders above it that are missing, and all that is in the source. */
async function* filesOf(
  source: string,
  below: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<ContextFile, void, undefined> {
  const stats = await stat(source).catch((cause: unknown) => {
    throw new DriverError(l10n.t('The folder "{0}" cannot be read.', source), l10n.t('Create it.'), {
      cause,
    });
  });
  const target = below.join('/');
  for (let depth = 1; depth <= below.length; depth++)
    yield { path: below.slice(0, depth).join('/'), source, stats, target: undefined };
  const rules = await readIgnoreRules(source, [ignoreFile]);
  for await (const file of contextFiles(source, rules, signal))
    yield { ...file, path: `${target}/${file.path}` };
}
