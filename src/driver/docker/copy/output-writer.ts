import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, copyFile, lstat, mkdir, open, readlink, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import * as l10n from '@vscode/l10n';

import type { Globs } from '../../../core/globs.ts';
import { codeOf } from '../../../core/thrown.ts';
import { checkName, staysInside } from './safe-path.ts';

/** A file, folder or link as a container has left it. */
export interface OutputEntry {
  /** From the folder, with slashes. Whoever made the archive may have written anything here. */
  readonly path: string;
  readonly type: 'file' | 'folder' | 'link' | 'hard link';
  readonly mode: number;
  /** What a link says; of a hard link the path of a file that came before. */
  readonly target: string;
  readonly content: AsyncIterable<Buffer>;
}

/**
 * Writes what a container has left into a folder: only what the globs mean, never out of the folder, each file whole or not
 * at all, and none that is the same already. Everything belongs to this user. What cannot be written is noted, and the rest goes on.
 */
export class OutputWriter {
  readonly #folder: string;
  readonly #globs: Globs;
  readonly #folders = new Set(['.']);
  readonly #files = new Set<string>();
  readonly #modes = new Map<string, number>();
  /** What was meant, though it may not have been written. */
  readonly seen: string[] = [];
  /** Each with why, for a sentence: `"a/b" (EACCES)`. */
  readonly problems: string[] = [];

  constructor(folder: string, globs: Globs) {
    this.#folder = folder;
    this.#globs = globs;
  }

  /** @throws what reading the content throws, and nothing else. */
  async write(entry: OutputEntry): Promise<void> {
    const { path } = entry;
    const unsafe = checkName(path);
    if (unsafe !== undefined || !this.#globs.matches(path)) {
      if (unsafe !== undefined) this.problems.push(`"${path}" (${unsafe})`);
      return;
    }
    this.seen.push(path);
    const reading = new Reading(entry.content);
    try {
      await this.#makeFolder(posix.dirname(path));
      await this.#writeOne(entry, reading);
    } catch (error) {
      reading.throwIfBroken();
      this.problems.push(`"${path}" (${reasonOf(error)})`);
    }
  }

  /** Gives the folders that were made their modes, which might have kept files out of them. */
  async finish(): Promise<void> {
    if (process.platform === 'win32') return;
    for (const [path, mode] of this.#modes)
      await chmod(join(this.#folder, path), mode).catch(() => undefined);
  }

  async #writeOne(entry: OutputEntry, reading: Reading): Promise<void> {
    const { path, type, mode, target } = entry;
    if (type === 'folder') return this.#makeFolder(path, mode & 0o777);
    const place = join(this.#folder, path);
    if (type === 'link') return this.#writeLink(path, place, target);
    await throughTemporary(place, async (temporary) => {
      if (type === 'hard link') {
        if (!this.#files.has(target))
          throw new Refusal(l10n.t('the file that it is the same as is not in the output'));
        await copyFile(join(this.#folder, target), temporary);
        return true;
      }
      const hash = await reading.to(temporary);
      await chmod(temporary, mode & 0o777);
      return !(await isSame(place, temporary, hash));
    });
    this.#files.add(path);
  }

  async #writeLink(path: string, place: string, target: string): Promise<void> {
    if (!staysInside(path, target)) throw new Refusal(l10n.t('a link that leads out of the workspace'));
    if ((await readlink(place).catch(() => undefined)) === target) return;
    await throughTemporary(place, async (temporary) => {
      await symlink(target, temporary);
      return true;
    });
  }

  /** Makes a folder and those above it. None of them may be a link: what is behind it is not what the globs mean. */
  async #makeFolder(path: string, mode?: number): Promise<void> {
    if (this.#folders.has(path)) return;
    await this.#makeFolder(posix.dirname(path));
    const place = join(this.#folder, path);
    const stats = await lstat(place).catch(() => undefined);
    if (stats && !stats.isDirectory()) throw new Refusal(l10n.t('"{0}" is no folder here', path));
    if (!stats) {
      await mkdir(place);
      if (mode !== undefined) this.#modes.set(path, mode);
    }
    this.#folders.add(path);
  }
}

/** The content of an entry, of which is known whether it broke or its writing did. */
class Reading {
  readonly #content: AsyncIterable<Buffer>;
  #broken: { readonly error: unknown } | undefined;

  constructor(content: AsyncIterable<Buffer>) {
    this.#content = content;
  }

  /** Writes the content to a new file, and resolves with its hash. */
  async to(path: string): Promise<string> {
    await using file = await open(path, 'wx', 0o600);
    const hash = createHash('sha256');
    let failure: { readonly error: unknown } | undefined;
    // To the end, whatever happens: who leaves such a loop ends the whole archive.
    for await (const chunk of this.#chunks()) {
      if (failure) continue;
      hash.update(chunk);
      await file.appendFile(chunk).catch((error: unknown) => (failure = { error }));
    }
    if (failure) throw failure.error;
    return hash.digest('hex');
  }

  throwIfBroken(): void {
    if (this.#broken) throw this.#broken.error;
  }

  async *#chunks(): AsyncGenerator<Buffer, void, undefined> {
    try {
      yield* this.#content;
    } catch (error) {
      this.#broken = { error };
      throw error;
    }
  }
}

/** A reason of ours not to write something. */
class Refusal extends Error {}

function reasonOf(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  return String(codeOf(error) ?? error);
}

/** Puts what is made under another name in its place, if it says so; a link that stands there is replaced, not followed. */
async function throughTemporary(place: string, make: (temporary: string) => Promise<boolean>): Promise<void> {
  const temporary = join(dirname(place), `.container-tasks-${randomUUID()}`);
  try {
    if (await make(temporary)) await rename(temporary, place);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Whether a file has the content and the mode of another, whose hash is known. */
async function isSame(place: string, other: string, hash: string): Promise<boolean> {
  const [stats, wanted] = [await lstat(place).catch(() => undefined), await lstat(other)];
  if (!stats?.isFile() || stats.size !== wanted.size || stats.mode !== wanted.mode) return false;
  const own = createHash('sha256');
  for await (const chunk of createReadStream(place)) own.update(chunk as Buffer);
  return own.digest('hex') === hash;
}
