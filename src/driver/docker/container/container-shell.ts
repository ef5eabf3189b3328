import * as l10n from '@vscode/l10n';
import { randomUUID } from 'node:crypto';
import { addAbortSignal } from 'node:stream';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

import type { TerminalSize } from '../../../core/container-task.ts';
import { notRunning } from '../../driver.ts';
import type { Shell } from '../../driver.ts';
import type { Engine } from '../engine/engine.ts';
import { engineFailure } from '../engine/engine-failure.ts';
import { EngineError } from '../engine/http.ts';
import { capture, exitCodeOf } from './capture.ts';
import type { Executing } from './capture.ts';
import { endMarked } from './end-marked.ts';
import { findShell } from './find-shell.ts';
import type { FoundShell } from './find-shell.ts';

/** Where a shell can be: in a container of an {@link Engine}. */
export interface ShellPlace {
  readonly engine: Executing & {
    readonly containers: Pick<Engine['containers'], 'inspect'>;
  };
  readonly containerId: string;
  /** Is aborted when the container is removed or left. */
  readonly closed: AbortSignal;
}

/** Opens the best shell that the container has, as its user and in its folder. Throws as {@link WaitResult.openShell} does. */
export async function openShell(place: ShellPlace, size: TerminalSize, signal: AbortSignal): Promise<Shell> {
  const { engine, containerId, closed } = place;
  const either = AbortSignal.any([signal, closed]);
  try {
    const found = await findShell(engine, containerId, either);
    const mark = `CONTAINER_TASKS_SHELL=${randomUUID()}`;
    const options = { command: [found.program], env: ['TERM=xterm-256color', mark], terminal: size };
    const id = await engine.execs.create(containerId, options, either);
    // From here on it is not to be given up on: it may have begun.
    const stream = addAbortSignal(closed, await engine.execs.start(id, options, closed));
    const shell = new ContainerShell(place, { ...found, id, mark }, stream);
    void shell.resize(size); // Engines before API 1.42 do not take the size with it.
    if (!signal.aborted) return shell;
    await shell[Symbol.asyncDispose]();
    throw signal.reason;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof EngineError && hasEnded(error)) throw notRunning();
    throw engineFailure(error, l10n.t('open a shell in the container'));
  }
}

function hasEnded({ statusCode, message }: EngineError): boolean {
  return statusCode === 404 || /is not running|only .* on running containers/.test(message);
}

/** A shell that was started. */
interface Started extends FoundShell {
  readonly id: string;
  /** What its environment and that of all its children has, and no other. */
  readonly mark: string;
}

class ContainerShell implements Shell {
  readonly program: string;
  readonly output: AsyncIterable<Uint8Array>;
  readonly #place: ShellPlace;
  readonly #shell: Started;
  readonly #stream: Duplex;
  /** Resolves with its first output, or its end. */
  readonly #begun = Promise.withResolvers<undefined>();
  #sized = Promise.resolve();
  #isOver = false;
  #ending: Promise<void> | undefined;

  constructor(place: ShellPlace, shell: Started, stream: Duplex) {
    this.program = shell.program;
    this.#place = place;
    this.#shell = shell;
    this.#stream = stream;
    stream.on('error', () => undefined); // Its end is all that counts.
    this.output = this.#read();
  }

  write(keys: string): void {
    if (this.#stream.writable) this.#stream.write(keys);
  }

  async resize(size: TerminalSize): Promise<void> {
    // One after the other: the last is what counts.
    this.#sized = this.#sized.then(() => this.#resize(size));
    await this.#sized;
  }

  async exitCode(): Promise<number | undefined> {
    const { engine, containerId, closed } = this.#place;
    try {
      const code = await exitCodeOf(engine, this.#shell.id, closed);
      if (code !== killed) return code;
      // The container's end takes the shell with it, and is known a moment later.
      for (const end = Date.now() + noticing; Date.now() < end;) {
        const { State } = await engine.containers.inspect(containerId, closed);
        if (!State.Running) return undefined;
        await delay(50);
      }
      return code;
    } catch {
      return undefined; // The container is gone, or the engine.
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ending ??= this.#end();
    await this.#ending;
  }

  async *#read(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of this.#stream) {
        this.#begun.resolve(undefined);
        yield chunk as Uint8Array;
      }
    } catch {
      // The connection is closed, by us or with the container.
    } finally {
      this.#isOver = true;
      this.#begun.resolve(undefined);
    }
  }

  /** The engine says that it starts the shell before it does so, and refuses a size until then. */
  async #resize(size: TerminalSize): Promise<void> {
    const { engine, closed } = this.#place;
    for (let pause = 10; pause < 1_000 && !this.#isOver; pause *= 2) {
      const refused = await engine.execs.resize(this.#shell.id, size, closed).catch(() => true);
      if (refused !== true) return;
      await delay(pause);
    }
  }

  /** What closes the connection alone leaves the shell running. */
  async #end(): Promise<void> {
    const { engine, containerId, closed } = this.#place;
    // A shell that has not begun yet could not be found.
    await Promise.race([this.#begun.promise, delay(noticing)]);
    this.#isOver = true;
    this.#stream.destroy();
    const { interpreter, mark } = this.#shell;
    // What cannot be ended goes with the container.
    await capture(engine, containerId, endMarked(interpreter, mark), closed).catch(() => undefined);
  }
}

/** 128 and SIGKILL. */
const killed = 137;

/** How long an engine may take to notice what happens in a container, in ms. */
const noticing = 2_000;
