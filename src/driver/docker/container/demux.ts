import * as l10n from '@vscode/l10n';

import type { LogSink } from '../../../core/container-task.ts';

const headerLength = 8;

/**
 * Takes apart the engine's multiplexed stream: frames of 8 bytes header `[type, 0, 0, 0, length big-endian]` and payload
 * (https://docs.docker.com/reference/api/engine/version/v1.47/#tag/Container/operation/ContainerAttach). Payloads go to
 * the sinks as they arrive, without waiting for the end of a frame: memory does not depend on the frame's length, and
 * the cost is linear in the bytes, however they are split.
 */
export class Demultiplexer {
  readonly #stdout: LogSink;
  readonly #stderr: LogSink;
  readonly #header = new Uint8Array(headerLength);
  readonly #view = new DataView(this.#header.buffer);
  #headerFilled = 0;
  #type = 0;
  #remaining = 0;
  readonly #engineError: Uint8Array[] = [];

  constructor(stdout: LogSink, stderr: LogSink) {
    this.#stdout = stdout;
    this.#stderr = stderr;
  }

  /**
   * Takes the next bytes of the stream; resolves when every sink that asked for time is ready for more.
   *
   * @throws {DemuxError} the stream is not the engine's, or carries an error of the engine's.
   */
  write(chunk: Uint8Array): Promise<unknown> | undefined {
    let pending: Set<Promise<void>> | undefined;
    for (let offset = 0; offset < chunk.length;) {
      if (this.#remaining === 0) {
        offset = this.#readHeader(chunk, offset);
      } else {
        const end = Math.min(offset + this.#remaining, chunk.length);
        const written = this.#emit(chunk.subarray(offset, end));
        if (written !== undefined) (pending ??= new Set()).add(written);
        this.#remaining -= end - offset;
        offset = end;
      }
    }
    this.#throwEngineError();
    return pending && Promise.all(pending);
  }

  /** Call it at the end of the stream. @throws {DemuxError} the stream ended within a frame. */
  end(): void {
    if (this.#remaining > 0 || this.#headerFilled > 0)
      throw new DemuxError(l10n.t('the output stream was cut off'));
  }

  #readHeader(chunk: Uint8Array, offset: number): number {
    let end = offset;
    // Byte by byte: for so few a view of them costs more than to copy them.
    while (this.#headerFilled < headerLength && end < chunk.length)
      this.#header[this.#headerFilled++] = chunk[end++] ?? 0;
    if (this.#headerFilled === headerLength) {
      const type = this.#view.getUint8(0);
      if (type > 3)
        throw new DemuxError(l10n.t('the output stream has a frame of the unknown type {0}', type));
      this.#type = type;
      this.#remaining = this.#view.getUint32(4);
      this.#headerFilled = 0;
    }
    return end;
  }

  #emit(payload: Uint8Array): Promise<void> | undefined {
    if (this.#type === 2) return this.#stderr.write(payload);
    if (this.#type !== 3) return this.#stdout.write(payload);
    this.#engineError.push(payload);
    return undefined;
  }

  #throwEngineError(): void {
    if (this.#engineError.length === 0 || this.#remaining > 0) return;
    throw new DemuxError(
      l10n.t('the engine reports: {0}', Buffer.concat(this.#engineError).toString('utf8').trim()),
    );
  }
}

/** The stream cannot be read on; `message` continues "Output is incomplete: ". */
export class DemuxError extends Error {
  override readonly name = 'DemuxError';
}
