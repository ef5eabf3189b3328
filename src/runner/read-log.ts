import { open } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** A part of a log, in which no character is cut. Places are in bytes of the log. */
export interface LogPart {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** Of the log, so far. */
  readonly size: number;
}

/**
 * Reads a part of a log.
 *
 * @param from where it begins; undefined: as far before the end that all of that is read
 * @param length how many bytes at most, at least 8
 * @param isWritten whether there may be more to come, of a character too
 * @throws Node's error where the log cannot be read.
 */
export async function readLog(
  path: string,
  from: number | undefined,
  length: number,
  isWritten: boolean,
): Promise<LogPart> {
  await using file = await open(path);
  const { size } = await file.stat();
  const start = Math.min(Math.max(0, from ?? size - length), size);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(length, size - start)), {
    position: start,
  });
  const bytes = buffer.subarray(0, bytesRead);
  const first = start === 0 ? 0 : leadingRest(bytes);
  const isCut = isWritten || start + bytesRead < size;
  const end = bytes.length - (isCut ? trailingBeginning(bytes) : 0);
  const part = bytes.subarray(first, Math.max(first, end));
  return { text: decode(part), from: start + first, to: start + first + part.length, size };
}

/**
 * All of a log that is still written, as it comes: what nobody has taken yet stays in the file.
 *
 * @param isWritten whether there may be more
 * @throws Node's error where the log cannot be read.
 */
export async function* followLog(
  path: string,
  isWritten: () => boolean,
  signal: AbortSignal,
): AsyncGenerator<string, void, undefined> {
  await using file = await open(path);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const buffer = Buffer.alloc(chunkSize);
  while (!signal.aborted) {
    const mayGrow = isWritten(); // Asked before the read: what is written meanwhile is read the next time.
    const { bytesRead } = await file.read(buffer, 0, chunkSize);
    const text = decoder.decode(buffer.subarray(0, bytesRead), { stream: true });
    if (text !== '') yield text;
    if (bytesRead > 0) continue;
    if (!mayGrow) break;
    await delay(pause, undefined, { signal }).catch(() => undefined);
  }
  const rest = decoder.decode();
  if (rest !== '' && !signal.aborted) yield rest;
}

/** How much is read at once, in bytes. */
const chunkSize = 64 * 1024;

/** How long nothing is looked for at the end of a log that is written, in ms. */
const pause = 50;

function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/** How many bytes at the beginning are the rest of a character: at most three, or they are of none. */
function leadingRest(bytes: Uint8Array): number {
  const rest = bytes.subarray(0, 3).findIndex((byte) => !isContinuation(byte));
  return rest === -1 ? Math.min(3, bytes.length) : rest;
}

/** How many bytes at the end are the beginning of a character that is not complete. See RFC 3629. */
function trailingBeginning(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (isContinuation(byte)) continue;
    const whole = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return whole > back ? back : 0;
  }
  return 0;
}

function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}
