import type { Duplex } from 'node:stream';
import { once } from 'node:events';

import type { ContainerTask } from '../../core/container-task.ts';
import { DemuxError, Demultiplexer } from './demux.ts';
import type { Engine } from './engine.ts';

/** After a container's exit, output that has stood still for so many ms is given up on. */
const idleLimit = 10_000;

/**
 * The attached streams of a container: its output flows to the task's logger, which holds it back as it needs, and the
 * task's input flows to its stdin.
 */
export class Output {
  /** Settles when all output has been written; resolves with what is missing, one sentence, or undefined. */
  readonly ended: Promise<string | undefined>;
  #lastActivity = Date.now();

  private constructor(socket: Duplex, task: ContainerTask) {
    this.ended = this.#pump(socket, new Demultiplexer(task.logger.stdout, task.logger.stderr));
    if (task.input) void feed(socket, task.input);
  }

  /** Resolves when the engine has attached, so that nothing that the container prints is lost. */
  static async attach(engine: Engine, id: string, task: ContainerTask, signal: AbortSignal): Promise<Output> {
    const socket = await engine.attach(id, task.input !== undefined, signal);
    signal.addEventListener('abort', () => socket.destroy(), { once: true });
    return new Output(socket, task);
  }

  /** As {@link ended}, for a container that has exited: gives up when nothing moves any more. */
  async drained(): Promise<string | undefined> {
    for (;;) {
      const quiet = Promise.withResolvers<'quiet'>();
      const timer = setTimeout(quiet.resolve, idleLimit, 'quiet');
      const outcome = await Promise.race([this.ended, quiet.promise]);
      clearTimeout(timer);
      if (outcome !== 'quiet') return outcome;
      if (Date.now() - this.#lastActivity >= idleLimit)
        return 'Its output did not end: some of it may be missing.';
    }
  }

  async #pump(socket: Duplex, demultiplexer: Demultiplexer): Promise<string | undefined> {
    try {
      for await (const chunk of socket) {
        await demultiplexer.write(chunk as Uint8Array);
        this.#lastActivity = Date.now();
      }
      demultiplexer.end();
      return undefined;
    } catch (error) {
      // An engine that stops reading stdin resets the connection behind the last byte of output.
      if (isReset(error)) return undefined;
      const reason = error instanceof DemuxError ? error.message : 'the connection to the engine was lost';
      return `Its output is incomplete: ${reason}.`;
    }
  }
}

/** A container that does not read its input, or ends before it has read all, is no failure. */
async function feed(socket: Duplex, input: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    for await (const chunk of input) {
      if (socket.destroyed) return;
      if (!socket.write(chunk)) await Promise.race([once(socket, 'drain'), once(socket, 'close')]);
    }
    socket.end();
  } catch {
    socket.destroy();
  }
}

function isReset(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
}
