import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as l10n from '@vscode/l10n';

import type { ContainerTask, LogSink } from '../core/container-task.ts';
import type { ResumePoint } from '../driver/driver.ts';
import { LogFile } from './log-file.ts';
import type { StreamName } from './log-index.ts';
import { readKept, readTail } from './resume-log.ts';

/** The path of a new log in a folder; in order of names is in order of time. */
export function newLogPath(folder: string): string {
  const time = new Date().toISOString().replaceAll(':', '.');
  return join(folder, `${time}-${randomUUID().slice(0, 8)}.log`);
}

/** How many bytes of a log a view gets that is opened when the run has gone on for a while. */
const shownAgain = 256 * 1024;

/** Takes the next text of a stream. */
type OnText = (text: string, stream: StreamName) => void;

/**
 * The whole output of one run in a file of its own, both streams as they came, while a view of it gets text. The file
 * holds the container back when the disk is slow; the view never does.
 */
export class RunLog implements AsyncDisposable {
  readonly path: string;
  readonly logger: ContainerTask['logger'];
  readonly #file: LogFile;
  readonly #decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  readonly #onText: OnText;
  readonly #inUse: Set<string>;
  #closed: Promise<void> | undefined;

  private constructor(path: string, file: LogFile, onText: OnText, inUse: Set<string>) {
    this.path = path;
    this.#file = file;
    this.#onText = onText;
    this.#inUse = inUse.add(path);
    this.logger = { stdout: this.#sink('stdout'), stderr: this.#sink('stderr') };
  }

  /** Creates the log. @param inUse the paths of the logs that are written now; this one's is among them until it is closed */
  static async create(path: string, onText: OnText, inUse = new Set<string>()): Promise<RunLog> {
    await mkdir(dirname(path), { recursive: true });
    return new RunLog(path, await LogFile.open(path), onText, inUse);
  }

  /**
   * Opens the log of a run that another process has begun: `from` says what it has, of which the view gets the end, once
   * `onSkipped` has told how many bytes it does not get.
   */
  static async resume(
    path: string,
    onText: OnText,
    onSkipped: (bytes: number) => void,
  ): Promise<{ readonly log: RunLog; readonly from: ResumePoint }> {
    const { from, segments } = await readKept(path);
    const log = new RunLog(path, await LogFile.open(path), onText, new Set());
    const skipped = from.stdout.length + from.stderr.length - shownAgain;
    if (skipped > 0) onSkipped(skipped);
    for await (const { stream, bytes } of readTail(path, segments, shownAgain)) log.#show(stream, bytes);
    return { log, from };
  }

  /** One sentence on why the file is not whole (a full disk); undefined while it is. */
  get problem(): string | undefined {
    const { failure } = this.#file;
    return (
      failure &&
      l10n.t('The log file {0} is not whole ({1}): free space on its disk.', this.path, failure.message)
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed ??= this.#file.close();
    await this.#closed;
    this.#inUse.delete(this.path);
  }

  #sink(stream: StreamName): LogSink {
    return {
      write: (chunk) => {
        this.#show(stream, chunk);
        return this.#file.write(stream, chunk);
      },
    };
  }

  /** Each stream has a decoder of its own: a character may be split over chunks, and the other stream's come between. */
  #show(stream: StreamName, chunk: Uint8Array): void {
    this.#onText(this.#decoders[stream].decode(chunk, { stream: true }), stream);
  }
}
