import { posix } from 'node:path';

import type { Engine } from '../engine/engine.ts';
import type { PathStat } from '../engine/engine-archives.ts';
import { unpack } from '../copy/unpack.ts';

/** What looks into containers: an {@link Engine}. */
export type Looker = Pick<Engine, 'archives' | 'containers'>;

/** How many symlinks are followed, one after the other. */
const mostLinks = 8;

/** The file system of a container, whether it runs, has run or never will. Errors are those of the engine's calls. */
export class ContainerFiles {
  readonly #engine: Looker;
  readonly #id: string;
  readonly #signal: AbortSignal;

  constructor(engine: Looker, id: string, signal: AbortSignal) {
    this.#engine = engine;
    this.#id = id;
    this.#signal = signal;
  }

  /** What is at an absolute path, where all symlinks lead; undefined: nothing. */
  async find(path: string): Promise<(PathStat & { readonly path: string }) | undefined> {
    let at = path;
    for (let links = 0; links < mostLinks; links++) {
      const stat = await this.#engine.archives.stat(this.#id, at, this.#signal);
      if (!stat || stat.linkTarget === '') return stat && { ...stat, path: at };
      at = posix.resolve(posix.dirname(at), stat.linkTarget);
    }
    return undefined;
  }

  /** The first of these paths that is there and no folder. All are asked for at once. */
  async findFirst(paths: readonly string[]): Promise<string | undefined> {
    const found = await Promise.all(paths.map((path) => this.find(path)));
    return paths.find((_, index) => found[index]?.isFolder === false);
  }

  /** The first bytes of a file: what its first chunk has. */
  async begin(path: string): Promise<Buffer> {
    const response = await this.#engine.archives.get(this.#id, path, this.#signal);
    let begin: Buffer = Buffer.alloc(0);
    if (!response) return begin;
    const enough = new AbortController();
    const take = async (_: unknown, content: AsyncIterable<Buffer>): Promise<void> => {
      for await (const chunk of content) {
        begin = chunk;
        break;
      }
      enough.abort();
    };
    const signal = AbortSignal.any([this.#signal, enough.signal]);
    await unpack(response, take, () => undefined, signal).catch(() => undefined); // The rest is not wanted.
    this.#signal.throwIfAborted();
    return begin;
  }

  /** The folders in which a program without a path is looked for. */
  async searchPath(): Promise<readonly string[]> {
    const { Config } = await this.#engine.containers.inspect(this.#id, this.#signal);
    const path = Config?.Env?.find((each) => each.startsWith('PATH='))?.slice('PATH='.length);
    return [...new Set((path ?? defaultPath).split(':').filter((folder) => folder.startsWith('/')))];
  }
}

/** What Docker sets where the image has none. */
const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
