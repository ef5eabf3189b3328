import type { LogSink } from '../../../core/container-task.ts';
import type { FailedProgram } from './failed-program.ts';

/** More bytes than an init ever says. */
const longest = 256;

/** How much of the end is kept, in bytes: the last lines of a program that gives up. */
const kept = 2048;

/**
 * Hands on error output, and keeps its end, which tells why a command failed. It knows what the engine's init says when it
 * cannot start the command: Docker's, tini, then ends with 127 or 126; Podman's, catatonit, ends with 1, as many a command
 * does, and tells the reason in these words alone.
 */
export class CommandWatch implements LogSink {
  readonly #sink: LogSink;
  #beginning = Buffer.alloc(0);
  #isTooLong = false;
  #end = Buffer.alloc(0);

  constructor(sink: LogSink) {
    this.#sink = sink;
  }

  write(chunk: Uint8Array): Promise<void> | undefined {
    if (!this.#isTooLong) {
      this.#isTooLong = this.#beginning.length + chunk.length > longest;
      this.#beginning = this.#isTooLong ? Buffer.alloc(0) : Buffer.concat([this.#beginning, chunk]);
    }
    const end = chunk.subarray(-kept);
    const before = this.#end.subarray(Math.max(0, this.#end.length + end.length - kept));
    this.#end = Buffer.concat([before, end]);
    return this.#sink.write(chunk);
  }

  /** The last of the error output, as far as it is kept. */
  get end(): string {
    return this.#end.toString();
  }

  /** The container's exit code, with 127 where the command is missing and 126 where it cannot be executed. */
  exitCode(exitCode: number): number {
    if (exitCode !== 1) return exitCode;
    const [, reason] = /^ERROR \(catatonit:\d+\): failed to exec pid1: (.+?)\r?\n$/.exec(this.#said) ?? [];
    if (reason === undefined) return exitCode;
    return reason === 'No such file or directory' ? 127 : 126;
  }

  /**
   * The container's own command, where its init, or the engine's runtime in the container, said that it cannot start it.
   *
   * @param command its first word, where the init does not name it
   */
  notStarted(command: string): FailedProgram | undefined {
    const [, named, reason] =
      /^\[FATAL tini \(\d+\)\] exec (.+) failed: (.+?)\r?\n$/.exec(this.#said) ??
      /^ERROR \(catatonit:\d+\): failed to exec pid1:() (.+?)\r?\n$/.exec(this.#said) ??
      /^exec (.+): (exec format error|no such file or directory|permission denied)\r?\n$/.exec(this.#said) ??
      /^standard_init_linux\.go:\d+: exec user process caused:() (.+?)\r?\n$/.exec(this.#said) ??
      [];
    if (reason === undefined) return undefined;
    return { name: named || command, isCommand: true, said: reason };
  }

  get #said(): string {
    return this.#beginning.toString();
  }
}
