import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { WriteStream } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { ContainerTask, LogSink } from '../core/container-task.ts';

/** How many logs are kept in a folder. */
const kept = 20;

/**
 * The whole output of one run in a file of its own, both streams as they came, while a view of it gets text. The file
 * holds the container back when the disk is slow; the view never does.
 */
export class RunLog implements AsyncDisposable {
  readonly path: string;
  readonly logger: ContainerTask['logger'];
  readonly #file: WriteStream;
  #failure: Error | undefined;
  /** One for all that wait: what the engine sends at once may be thousands of chunks. */
  #drained: Promise<void> | undefined;

  private constructor(path: string, onText: (text: string) => void) {
    this.path = path;
    this.#file = createWriteStream(path);
    this.#file.on('error', (error) => (this.#failure = error));
    this.logger = { stdout: this.#sink(onText), stderr: this.#sink(onText) };
  }

  /** Creates the log, and removes the oldest ones beside it. */
  static async create(path: string, onText: (text: string) => void): Promise<RunLog> {
    const folder = dirname(path);
    await mkdir(folder, { recursive: true });
    await removeOldest(folder);
    return new RunLog(path, onText);
  }

  /** Why the file is not whole (a full disk); undefined while it is. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#file.closed) return;
    this.#file.end();
    await once(this.#file, 'close');
  }

  async #drains(): Promise<void> {
    const settled = new AbortController();
    const { signal } = settled;
    await Promise.race([once(this.#file, 'drain', { signal }), once(this.#file, 'close', { signal })]);
    settled.abort();
    this.#drained = undefined;
  }

  /** Each stream has a decoder of its own: a character may be split over chunks, and the other stream's come between. */
  #sink(onText: (text: string) => void): LogSink {
    const decoder = new TextDecoder();
    return {
      write: (chunk) => {
        onText(decoder.decode(chunk, { stream: true }));
        if (this.#failure || this.#file.write(chunk)) return undefined;
        return (this.#drained ??= this.#drains());
      },
    };
  }
}

/** Names of logs begin with the time of their run: in order of names is in order of time. */
async function removeOldest(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.log')).sort();
  for (const name of names.slice(0, Math.max(0, names.length - kept + 1))) {
    await rm(join(folder, name), { force: true });
  }
}
