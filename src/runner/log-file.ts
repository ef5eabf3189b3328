import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';

import { indexLine } from './log-index.ts';
import type { StreamName } from './log-index.ts';

/** How many bytes may wait for the disk before the container is held back. */
const highWaterMark = 64 * 1024;

/** Where the index of a log is. */
export function indexPath(logPath: string): string {
  return `${logPath}.index`;
}

/**
 * A log on the disk and the index of its streams. The index is written first: whenever this process is killed, each byte
 * of the log is known to be of one stream.
 */
export class LogFile {
  readonly #log: FileHandle;
  readonly #index: FileHandle;
  #length: number;
  #stream: StreamName | undefined;
  #pending: Uint8Array[] = [];
  #pendingIndex = '';
  #waiting = 0;
  #writing: Promise<void> | undefined;
  #failure: Error | undefined;

  private constructor(log: FileHandle, index: FileHandle, length: number) {
    this.#log = log;
    this.#index = index;
    this.#length = length;
  }

  /** Opens a log to be continued, or makes a new one. */
  static async open(path: string): Promise<LogFile> {
    const log = await open(path, 'a');
    return new LogFile(log, await open(indexPath(path), 'a'), (await log.stat()).size);
  }

  /** Why the log is not whole (a full disk); undefined while it is. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** Takes the next bytes; a promise where the disk is behind, settled when it is not any more. Never rejects. */
  write(stream: StreamName, chunk: Uint8Array): Promise<void> | undefined {
    if (this.#failure) return undefined;
    if (stream !== this.#stream) this.#pendingIndex += indexLine(stream, this.#length);
    this.#stream = stream;
    this.#length += chunk.length;
    this.#waiting += chunk.length;
    this.#pending.push(chunk);
    this.#writing ??= this.#writeAll();
    return this.#waiting < highWaterMark ? undefined : this.#writing;
  }

  /** Writes what is left, and closes. */
  async close(): Promise<void> {
    await this.#writing;
    await Promise.all([this.#log.close(), this.#index.close()]);
  }

  async #writeAll(): Promise<void> {
    try {
      while (this.#pending.length > 0) {
        const [chunks, index, size] = [this.#pending, this.#pendingIndex, this.#waiting];
        this.#pending = [];
        this.#pendingIndex = '';
        if (index !== '') await this.#index.appendFile(index);
        const { bytesWritten } = await this.#log.writev(chunks);
        if (bytesWritten < size) throw new Error(l10n.t('the disk took only a part of it'));
        this.#waiting -= size;
      }
    } catch (error) {
      this.#failure = error instanceof Error ? error : new Error(String(error));
      this.#pending = [];
    } finally {
      this.#writing = undefined;
    }
  }
}
