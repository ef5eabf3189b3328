import { addAbortSignal } from 'node:stream';
import type { Duplex } from 'node:stream';
import * as l10n from '@vscode/l10n';

import type { ContainerTask, LogSink } from '../../../core/container-task.ts';
import { codeOf, messageOf } from '../../../core/thrown.ts';
import { DemuxError, Demultiplexer } from './demux.ts';
import type { Engine } from '../engine/engine.ts';
import { CommandWatch } from './command-watch.ts';
import type { FailedProgram } from './failed-program.ts';

/** What attaches: an {@link Engine}. */
type Attachable = Pick<Engine, 'deadlines'> & { readonly containers: Pick<Engine['containers'], 'attach'> };

/** The output of a container on its way to the task's logger. */
export interface ContainerOutput {
  /** Settles when no more comes; that the container has ended is likely then, but not certain. */
  readonly ended: Promise<unknown>;
  /** Call it when the container has exited: resolves when all is written, with what is missing, if anything, in sentences. */
  drained(): Promise<string | undefined>;
  /** How long the output has lasted from before the container's start to its own end, in ms; Infinity: it is not known. */
  readonly lifetime: number;
  /** What the container exited with, given what the engine says: call it when all is drained. */
  exitCode(exitCode: number): number;
  /** When the last of it came, epoch ms; undefined: nothing has come yet. */
  readonly lastAt: number | undefined;
  /** The end of the error output, of a terminal's all of it; a few lines. */
  readonly errors: string;
  /** The container's command, where its init said that it could not start it. @param command its first word */
  notStarted(command: string): FailedProgram | undefined;
}

/**
 * The attached streams of a container: its output flows to the task's logger, which holds it back as it needs, and the
 * task's input flows to its stdin.
 */
export class Output implements ContainerOutput {
  /** Settles when all output has been written; resolves with what is missing, one sentence, or undefined. */
  readonly ended: Promise<string | undefined>;
  readonly #attached = Date.now();
  readonly #idleLimit: number;
  #lifetime = Infinity;
  #isWriting = false;
  #lastActivity = Date.now();
  #inputProblem: string | undefined;
  readonly #watch: CommandWatch;
  #lastAt: number | undefined;

  private constructor(socket: Duplex, { input, logger, terminal }: ContainerTask, idleLimit: number) {
    this.#idleLimit = idleLimit;
    const errors = terminal ? logger.stdout : logger.stderr;
    this.#watch = new CommandWatch(errors);
    const reader = terminal ? unframed(this.#watch) : new Demultiplexer(logger.stdout, this.#watch);
    this.ended = this.#pump(socket, reader, input !== undefined);
    if (input) void this.#feed(socket, input, terminal ? endOfTransmission : undefined);
  }

  /** Resolves when the engine has attached, so that nothing that the container prints is lost. Aborting ends the streams. */
  static async attach(
    engine: Attachable,
    id: string,
    task: ContainerTask,
    signal: AbortSignal,
  ): Promise<Output> {
    const socket = await engine.containers.attach(id, task.input !== undefined, signal);
    return new Output(addAbortSignal(signal, socket), task, engine.deadlines.idle);
  }

  /** How long the output has lasted from before the container's start to its own end, in ms; Infinity until then. */
  get lifetime(): number {
    return this.#lifetime;
  }

  /** As {@link ended}, for a container that has exited: gives up when nothing moves any more. Knows of the input, too. */
  async drained(): Promise<string | undefined> {
    const problems = [await this.#endedOrIdle(), this.#inputProblem];
    return problems.filter((problem) => problem !== undefined).join(' ') || undefined;
  }

  get lastAt(): number | undefined {
    return this.#lastAt;
  }

  get errors(): string {
    return this.#watch.end;
  }

  /** As {@link CommandWatch.exitCode}, when all output has been written. */
  exitCode(exitCode: number): number {
    return this.#watch.exitCode(exitCode);
  }

  notStarted(command: string): FailedProgram | undefined {
    return this.#watch.notStarted(command);
  }

  async #endedOrIdle(): Promise<string | undefined> {
    for (;;) {
      const quiet = Promise.withResolvers<'quiet'>();
      const timer = setTimeout(quiet.resolve, this.#idleLimit, 'quiet');
      const outcome = await Promise.race([this.ended, quiet.promise]);
      clearTimeout(timer);
      if (outcome !== 'quiet') return outcome;
      // A logger that takes its time is not an engine that has stopped sending.
      if (!this.#isWriting && Date.now() - this.#lastActivity >= this.#idleLimit)
        return l10n.t('Its output did not end: some of it may be missing.');
    }
  }

  async #pump(socket: Duplex, reader: StreamReader, hasInput: boolean): Promise<string | undefined> {
    try {
      for await (const chunk of socket) {
        this.#isWriting = true;
        this.#lastAt = Date.now();
        await reader.write(chunk as Uint8Array);
        this.#isWriting = false;
        this.#lastActivity = Date.now();
      }
      reader.end();
      return undefined;
    } catch (error) {
      if (this.#isWriting || error instanceof DemuxError)
        return l10n.t('Its output is incomplete: {0}.', messageOf(error));
      // An engine that stops reading stdin resets the connection behind the last byte of output.
      if (hasInput && isReset(error)) return undefined;
      return l10n.t('Its output is incomplete: the connection to the engine was lost.');
    } finally {
      this.#lifetime = Date.now() - this.#attached;
    }
  }

  /** A container that does not read its input, or ends before it has read all, is no failure. */
  async #feed(
    socket: Duplex,
    input: AsyncIterable<Uint8Array>,
    lastByte: Uint8Array | undefined,
  ): Promise<void> {
    try {
      for await (const chunk of input) {
        const { promise, resolve } = Promise.withResolvers<Error | null | undefined>();
        socket.write(chunk, resolve);
        if (await promise) return;
      }
    } catch (error) {
      this.#inputProblem = l10n.t('Its input could not be read to the end: {0}.', messageOf(error));
    } finally {
      if (lastByte) socket.write(lastByte);
      else socket.end();
    }
  }
}

/** Ctrl-D, a terminal's end of input. The end of the connection would be the end of its output as well. */
const endOfTransmission = Uint8Array.of(4);

/** What takes an attached stream apart. */
type StreamReader = Pick<Demultiplexer, 'write' | 'end'>;

/** A terminal's stream has no frames: both outputs are one. */
function unframed(sink: LogSink): StreamReader {
  return { write: (chunk) => sink.write(chunk), end: () => undefined };
}

function isReset(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'ECONNRESET' || code === 'EPIPE';
}
