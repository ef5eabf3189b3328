import * as l10n from '@vscode/l10n';

import { DemuxError } from './demux.ts';

/** One message of an engine's log: a line, or a piece of a long one. */
export interface LogMessage {
  readonly stream: 'stdout' | 'stderr';
  /** When it was logged: ns since the epoch. */
  readonly time: bigint;
  /** What was printed, with the line break if there was one. */
  readonly bytes: Uint8Array;
}

const headerLength = 8;

/** In bytes; an engine's own limit for a message is 1 MB. */
const longestFrame = 4 * 1024 * 1024;

/**
 * Takes an engine's log apart: each message is a frame as in {@link Demultiplexer}, and begins with a time in RFC 3339 and
 * a blank (https://docs.docker.com/reference/api/engine/version/v1.47/#tag/Container/operation/ContainerLogs).
 */
export class LogMessages {
  /** The beginning of a frame whose rest is still to come. */
  #rest = new Uint8Array(0);

  /**
   * Takes the next bytes of the log and gives the messages that they complete.
   *
   * @throws {DemuxError} this is no such log, or the engine reports an error in it.
   */
  read(chunk: Uint8Array): LogMessage[] {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const messages: LogMessage[] = [];
    let offset = 0;
    while (bytes.length - offset >= headerLength) {
      const length = view.getUint32(offset + 4);
      if (view.getUint8(offset) > 3 || length > longestFrame) throw unreadable();
      const end = offset + headerLength + length;
      if (end > bytes.length) break;
      messages.push(toMessage(view.getUint8(offset), bytes.subarray(offset + headerLength, end)));
      offset = end;
    }
    this.#rest = Uint8Array.from(bytes.subarray(offset));
    return messages;
  }
}

function toMessage(type: number, frame: Uint8Array): LogMessage {
  if (type === 3)
    throw new DemuxError(l10n.t('the engine reports: {0}', Buffer.from(frame).toString('utf8').trim()));
  const blank = frame.subarray(0, longestTime).indexOf(0x20);
  const time = toNanoseconds(Buffer.from(frame.subarray(0, Math.max(0, blank))).toString('latin1'));
  if (time === undefined) throw unreadable();
  return { stream: type === 2 ? 'stderr' : 'stdout', time, bytes: frame.subarray(blank + 1) };
}

function unreadable(): DemuxError {
  return new DemuxError(l10n.t("the engine's log cannot be read"));
}

/** The characters of `2006-01-02T15:04:05.999999999+07:00` and a blank. */
const longestTime = 36;

function toNanoseconds(time: string): bigint | undefined {
  const [, seconds, fraction = '', zone] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(time) ?? [];
  const milliseconds = Date.parse(`${seconds ?? ''}${zone ?? ''}`);
  if (Number.isNaN(milliseconds)) return undefined;
  return BigInt(milliseconds) * 1_000_000n + BigInt(fraction.padEnd(9, '0'));
}
