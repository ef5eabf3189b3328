import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';

import type { ResumePoint, StreamPoint } from '../../driver.ts';
import type { LogMessage } from './log-messages.ts';

/** The longest line that an engine keeps in one message; a longer one comes in pieces of this many bytes. */
const longestPiece = 16 * 1024;

/** By so many ns the two streams of a log may be out of order. */
const disorder = 2_000_000_000n;

/** So many ns may the log's clock be ahead of ours. */
const tolerance = 2_000_000_000n;

/**
 * Finds what is new in an engine's log to whoever has its beginning already. The log is read in several goes, each from a
 * little before the end of the last one, and each of its messages is given once.
 */
export class LogResumption {
  readonly #streams: Readonly<Record<LogMessage['stream'], StreamResumption>>;
  #last = 0n;

  /** @param losesBreaks whether it is the log of an engine that leaves out the break behind a line of several pieces */
  constructor(from: ResumePoint, losesBreaks: boolean) {
    const newest = BigInt(Math.ceil(from.at)) * 1_000_000n + tolerance;
    this.#streams = {
      stdout: new StreamResumption(from.stdout, newest, losesBreaks),
      stderr: new StreamResumption(from.stderr, newest, losesBreaks),
    };
  }

  /** From when on the log is to be read next, in seconds since the epoch with nine decimals; '' is everything. */
  get since(): string {
    return this.#last === 0n ? '' : inSeconds(this.#last > disorder ? this.#last - disorder : 0n);
  }

  /** Call it before each go. */
  begin(): void {
    for (const stream of Object.values(this.#streams)) stream.begin();
  }

  /**
   * The bytes of a message that are new, often none or all.
   *
   * @throws {ResumeError} the log does not begin with what should be there.
   */
  take(message: LogMessage): readonly Uint8Array[] {
    if (message.time > this.#last) this.#last = message.time;
    return this.#streams[message.stream].take(message);
  }

  /**
   * Call it when the log has been read to its end while the container may still run.
   *
   * @throws {ResumeError} the log lacks what should be there. Only an unfinished line may not have been logged yet.
   */
  check(): void {
    for (const stream of Object.values(this.#streams)) stream.check();
  }

  /** Gives up on what should be there: whatever was logged later than ms since the epoch is new. */
  restart(at: number): void {
    this.#last = BigInt(Math.ceil(at)) * 1_000_000n + disorder;
    for (const stream of Object.values(this.#streams)) stream.restart(this.#last - disorder);
  }

  /** The break that the last line of a stream lacks, once nothing more will come. */
  end(stream: LogMessage['stream']): readonly Uint8Array[] {
    return this.#streams[stream].end();
  }
}

/** The log does not fit to what is kept of the output. */
export class ResumeError extends Error {
  override readonly name = 'ResumeError';
  /** Whether it will not fit later either. */
  readonly isFinal: boolean;

  constructor(isFinal: boolean) {
    super('The log does not begin with the output that is kept.');
    this.isFinal = isFinal;
  }
}

class StreamResumption {
  readonly #newest: bigint;
  readonly #losesBreaks: boolean;
  readonly #sha256: string;
  readonly #hash: Hash = createHash('sha256');
  /** How many bytes of what is kept are still to come. */
  #toSkip: number;
  /** When the last message was logged, how many of that time were taken, and how many of those this go has shown again. */
  #last = 0n;
  #atLast = 0;
  #again = 0;
  /** Whether this go has come to what is new. */
  #isPast = false;
  /** How the last message ended. */
  #ending: 'whole' | 'full piece' | 'last piece' = 'whole';

  constructor({ length, sha256 }: StreamPoint, newest: bigint, losesBreaks: boolean) {
    this.#toSkip = length;
    this.#sha256 = sha256;
    this.#newest = newest;
    this.#losesBreaks = losesBreaks;
  }

  begin(): void {
    this.#again = 0;
    this.#isPast = false;
  }

  take({ time, bytes }: LogMessage): readonly Uint8Array[] {
    if (this.#isKnown(time)) return [];
    return [...this.#breakBefore(bytes), bytes].map((each) => this.#skip(each, time)).filter(isSome);
  }

  check(): void {
    if (this.#toSkip >= longestPiece) throw new ResumeError(false);
  }

  restart(last: bigint): void {
    this.#toSkip = 0;
    this.#ending = 'whole';
    this.#last = last;
    this.#atLast = Number.POSITIVE_INFINITY;
    this.#isPast = false;
  }

  end(): readonly Uint8Array[] {
    const missing = this.#ending === 'last piece' ? [lineBreak] : [];
    this.#ending = 'whole';
    return missing.map((each) => this.#skip(each, this.#last)).filter(isSome);
  }

  /** What is known comes first: behind a message that is new nothing is, even where the clock was set back. */
  #isKnown(time: bigint): boolean {
    if (!this.#isPast) {
      if (time < this.#last) return true;
      if (time === this.#last && ++this.#again <= this.#atLast) return true;
      this.#isPast = true;
    }
    this.#atLast = time === this.#last ? this.#atLast + 1 : 1;
    this.#last = time;
    return false;
  }

  /** The break of the line before, where the log has lost it: before Docker 23, `local` keeps none behind several pieces. */
  #breakBefore(bytes: Uint8Array): readonly Uint8Array[] {
    const before = this.#ending;
    if (!this.#losesBreaks || bytes.at(-1) === 0x0a) this.#ending = 'whole';
    else if (bytes.length === longestPiece) this.#ending = 'full piece';
    else this.#ending = before === 'full piece' ? 'last piece' : 'whole';
    return before === 'last piece' ? [lineBreak] : [];
  }

  #skip(bytes: Uint8Array, time: bigint): Uint8Array {
    if (this.#toSkip === 0) return bytes;
    const skipped = bytes.subarray(0, this.#toSkip);
    this.#hash.update(skipped);
    this.#toSkip -= skipped.length;
    // A log whose beginning was dropped may have the same bytes again further on: then they are too new.
    if (this.#toSkip === 0 && (this.#hash.digest('hex') !== this.#sha256 || time > this.#newest))
      throw new ResumeError(true);
    return bytes.subarray(skipped.length);
  }
}

const lineBreak = Uint8Array.of(0x0a);

function isSome(bytes: Uint8Array): boolean {
  return bytes.length > 0;
}

function inSeconds(nanoseconds: bigint): string {
  const seconds = nanoseconds / 1_000_000_000n;
  return `${seconds}.${String(nanoseconds % 1_000_000_000n).padStart(9, '0')}`;
}
