import type { LogSink } from '../../../core/container-task.ts';

/** More bytes than catatonit ever says. */
const longest = 256;

/**
 * Hands on error output, and knows what Podman's init says when it cannot start the command. Docker's then ends with 127 or
 * 126; Podman's, catatonit, ends with 1, as many a command does, and tells the reason in these words alone.
 */
export class InitWatch implements LogSink {
  readonly #sink: LogSink;
  #beginning = Buffer.alloc(0);
  #isTooLong = false;

  constructor(sink: LogSink) {
    this.#sink = sink;
  }

  write(chunk: Uint8Array): Promise<void> | undefined {
    if (!this.#isTooLong) {
      this.#isTooLong = this.#beginning.length + chunk.length > longest;
      this.#beginning = this.#isTooLong ? Buffer.alloc(0) : Buffer.concat([this.#beginning, chunk]);
    }
    return this.#sink.write(chunk);
  }

  /** The container's exit code, with 127 where the command is missing and 126 where it cannot be executed. */
  exitCode(exitCode: number): number {
    if (exitCode !== 1) return exitCode;
    const said = this.#beginning.toString();
    const [, reason] = /^ERROR \(catatonit:\d+\): failed to exec pid1: (.+?)\r?\n$/.exec(said) ?? [];
    if (reason === undefined) return exitCode;
    return reason === 'No such file or directory' ? 127 : 126;
  }
}
