import { realpath } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { posix } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as l10n from '@vscode/l10n';
import type { Headers } from 'tar-stream';

import type { ContainerTask, FolderCopy } from '../../../core/container-task.ts';
import { Globs } from '../../../core/globs.ts';
import type { RunResult } from '../../../core/run-result.ts';
import type { Engine } from '../engine/engine.ts';
import { EngineError } from '../engine/http.ts';
import { CopyLimits } from './copy-limits.ts';
import { OutputWriter } from './output-writer.ts';
import type { OutputEntry } from './output-writer.ts';
import { unpack } from './unpack.ts';

/**
 * Brings back what a task's container has written, when it has ended by itself, and adds to the result what could not be
 * written or is not there. A task that has succeeded has not if its output is lost.
 *
 * @throws {DriverError} the task has succeeded, and its output cannot be had; the signal's reason when it is aborted.
 */
export async function withOutput(
  engine: Engine,
  id: string,
  task: ContainerTask,
  copy: FolderCopy,
  result: RunResult,
  signal: AbortSignal,
): Promise<RunResult> {
  if (result.status === 'cancelled' || result.status === 'timeout' || copy.output.length === 0) return result;
  using limits = new CopyLimits(engine, task, 'out', signal);
  const added = await copyOut(engine, id, copy, limits).catch((error: unknown) => {
    signal.throwIfAborted();
    const failure = limits.failure(error, l10n.t('copy its output back'));
    if (result.status === 'success') throw failure;
    return `${failure.message} ${failure.advice}`;
  });
  const warning = [result.warning, added].filter(Boolean).join(' ');
  return warning === '' ? result : { ...result, warning };
}

/** Resolves with what is to be said; '' is nothing. */
async function copyOut(engine: Engine, id: string, copy: FolderCopy, limits: CopyLimits): Promise<string> {
  const globs = Globs.parse(copy.output);
  const writer = new OutputWriter(await realpath(copy.source), globs);
  for (const base of globs.bases) {
    const archive = await openOutput(engine, id, copy.target, base, limits.signal);
    const take = (header: Headers, content: AsyncIterable<Buffer>): Promise<void> => {
      const entry = toEntry(base, header, content);
      return entry ? writer.write(entry) : Promise.resolve();
    };
    const onBytes = (bytes: number): void => {
      limits.add(bytes);
    };
    if (archive) await unpack(archive, take, onBytes, limits.signal);
  }
  await writer.finish();
  return describe(globs.unmatched(writer.seen), writer.problems);
}

/**
 * What is at the base; undefined: nothing. Podman takes a container's files away for a moment when it has ended, so there it
 * is only believed the second time, and while the folder itself is there.
 */
async function openOutput(
  engine: Engine,
  id: string,
  target: string,
  base: string,
  signal: AbortSignal,
): Promise<IncomingMessage | undefined> {
  const { patience, poll } = engine.deadlines;
  const get = (): Promise<IncomingMessage | undefined> =>
    engine.archives.get(id, posix.join(target, base), signal);
  const first = await get();
  if (first || !engine.isPodman) return first;
  for (const giveUp = Date.now() + patience; ;) {
    await delay(poll, undefined, { signal });
    const again = await get();
    if (again || (await engine.archives.has(id, target, signal))) return again;
    if (Date.now() > giveUp) throw new EngineError(404, `no such folder: ${target}`);
  }
}

/** Undefined for what is neither a file, nor a folder, nor a link: a pipe, a socket, a device. */
function toEntry(base: string, header: Headers, content: AsyncIterable<Buffer>): OutputEntry | undefined {
  const type = types[header.type ?? 'file'];
  if (type === undefined) return undefined;
  const path = pathOf(base, header.name);
  const linkname = header.linkname ?? '';
  const target = type === 'hard link' ? pathOf(base, linkname) : linkname;
  if (path === '') return undefined; // The folder itself.
  return { path, type, target, mode: header.mode ?? 0o644, content };
}

const types: Partial<Record<NonNullable<Headers['type']>, OutputEntry['type']>> = {
  file: 'file',
  'contiguous-file': 'file',
  directory: 'folder',
  symlink: 'link',
  link: 'hard link',
};

/** Entries begin with the last name of what was asked for. */
function pathOf(base: string, name: string): string {
  const below = name.replace(/\/$/, '').split('/').slice(1);
  return [...(base === '' ? [] : [base]), ...below].join('/');
}

function describe(missing: readonly string[], problems: readonly string[]): string {
  return [
    ...missing.map((pattern) => l10n.t('Its output "{0}" is not there.', pattern)),
    ...(problems.length > 0 ? [l10n.t('Of its output could not be written: {0}.', listOf(problems))] : []),
  ].join(' ');
}

function listOf(problems: readonly string[]): string {
  const more = problems.length - shown;
  const first = problems.slice(0, shown).join(', ');
  return more > 0 ? l10n.t('{0}, and {1} more', first, more) : first;
}

const shown = 5;
