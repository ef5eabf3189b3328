import { setTimeout as delay } from 'node:timers/promises';
import { addAbortSignal } from 'node:stream';

import type { LogSink } from '../../../core/container-task.ts';
import { Demultiplexer } from './demux.ts';
import type { Engine } from '../engine/engine.ts';
import { EngineError } from '../engine/http.ts';

/** What runs processes in containers: an {@link Engine}. */
export interface Executing {
  readonly execs: Pick<Engine['execs'], 'create' | 'start' | 'resize' | 'inspect'>;
}

/** What became of a process. */
interface Captured {
  /** 127 or 126 where there is no such program. */
  readonly exitCode: number;
  readonly stdout: string;
}

/**
 * Runs a short process beside a container's own, to its end.
 *
 * @throws as {@link EngineExecs} does; the signal's reason.
 */
export async function capture(
  engine: Executing,
  containerId: string,
  command: readonly string[],
  signal: AbortSignal,
): Promise<Captured> {
  const options = { command, env: [], terminal: undefined };
  const id = await engine.execs.create(containerId, options, signal);
  try {
    const stream = addAbortSignal(signal, await engine.execs.start(id, options, signal));
    const chunks: Uint8Array[] = [];
    const reader = new Demultiplexer(sinkOf(chunks), sinkOf([]));
    for await (const chunk of stream) await reader.write(chunk as Uint8Array);
    return { exitCode: await exitCodeOf(engine, id, signal), stdout: Buffer.concat(chunks).toString() };
  } catch (error) {
    if (isMissing(error)) return { exitCode: 127, stdout: '' };
    throw error;
  }
}

/** What a process has exited with whose streams have ended. */
export async function exitCodeOf(engine: Executing, id: string, signal: AbortSignal): Promise<number> {
  for (;;) {
    const { Running, ExitCode } = await engine.execs.inspect(id, signal);
    if (!Running && ExitCode !== null) return ExitCode;
    await delay(pause, undefined, { signal });
  }
}

/** How often the end of a process is asked for, in ms, that the engine has not noticed yet. */
const pause = 20;

/** Docker tells of a program that is not there by an exit code, and Podman by its words. */
function isMissing(error: unknown): boolean {
  return (
    error instanceof EngineError &&
    /executable file not found|no such file or directory|permission denied/i.test(error.message)
  );
}

function sinkOf(chunks: Uint8Array[]): LogSink {
  return {
    write: (chunk) => {
      chunks.push(chunk);
      return undefined;
    },
  };
}
