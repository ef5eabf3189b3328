import type { Automaton } from './automaton.ts';

/** A stretch of a stream, in bytes from its beginning. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** How many characters of a needle stand on the line before the break, for it to be taken for a part of the needle. */
const leastBeforeBreak = 4;

/** Looks for needles in a stream that comes in chunks. What it finds depends on the bytes and not on the chunks. */
export class Scanner {
  readonly #automaton: Automaton;
  readonly #wraps: boolean;
  /** Where the last bytes stand that the state is about, as a ring: its length is a power of two. */
  readonly #places: Float64Array;
  #count = 0;
  #state = 0;
  #breaks = 0;
  /** How many bytes have come. */
  #position = 0;

  /** @param wraps whether needles may be broken into lines */
  constructor(automaton: Automaton, wraps: boolean) {
    this.#automaton = automaton;
    this.#wraps = wraps;
    this.#places = new Float64Array(2 ** Math.ceil(Math.log2(automaton.longest + 1)));
  }

  /** Where the earliest needle begins that may not have come to its end; the stream's end so far, if there is none. */
  get open(): number {
    const length = this.#automaton.open[this.#state] ?? 0;
    return length === 0 ? this.#position : this.#placeBefore(length);
  }

  /** The needles that end in the next bytes; those that overlap are one stretch. In the order of their ends. */
  scan(chunk: Uint8Array): readonly Stretch[] {
    const found: Stretch[] = [];
    if (this.#wraps) this.#scanLines(chunk, found);
    else this.#scanPart(chunk, 0, chunk.length, found);
    this.#position += chunk.length;
    return found;
  }

  #scanLines(chunk: Uint8Array, found: Stretch[]): void {
    let start = 0;
    let lineFeed = -1;
    let carriageReturn = -1;
    while (start < chunk.length) {
      if (lineFeed < start) lineFeed = indexOf(chunk, 0x0a, start);
      if (carriageReturn < start) carriageReturn = indexOf(chunk, 0x0d, start);
      const end = Math.min(lineFeed, carriageReturn);
      if (end > start) this.#breaks = 0;
      this.#scanPart(chunk, start, end, found);
      if (end < chunk.length) this.#breakLine(this.#position + end + 1);
      start = end + 1;
    }
  }

  #scanPart(chunk: Uint8Array, start: number, end: number, found: Stretch[]): void {
    const automaton = this.#automaton;
    const last = this.#places.length - 1;
    let state = this.#state;
    for (let at = start; at < end; at++) {
      if (state === 0) at = automaton.skip(chunk, at, end);
      if (at >= end) break;
      state = automaton.next(state, chunk[at] ?? 0);
      if (state === 0) continue;
      this.#places[this.#count++ & last] = this.#position + at;
      const length = automaton.complete[state] ?? 0;
      if (length > 0) addStretch(found, this.#placeBefore(length), this.#position + at + 1);
    }
    this.#state = state;
  }

  /**
   * A needle may go on in the next line. One that has hardly begun is only looked for from there on, or the end of every
   * tenth line would wait for the next; and one that is complete ends with its line, as does all before an empty one.
   *
   * @param next where the next line begins
   */
  #breakLine(next: number): void {
    this.#breaks++;
    if (this.#breaks > 2 || (this.#automaton.complete[this.#state] ?? 0) > 0) this.#state = 0;
    const depth = this.#automaton.depth[this.#state] ?? 0;
    if (depth >= leastBeforeBreak) return;
    const last = this.#places.length - 1;
    for (let back = 1; back <= depth; back++) this.#places[(this.#count - back) & last] = next;
  }

  /** The place of the byte so many bytes back that the state is about. */
  #placeBefore(back: number): number {
    return this.#places[(this.#count - back) & (this.#places.length - 1)] ?? 0;
  }
}

function indexOf(chunk: Uint8Array, byte: number, start: number): number {
  const index = chunk.indexOf(byte, start);
  return index < 0 ? chunk.length : index;
}

function addStretch(found: Stretch[], start: number, end: number): void {
  let first = start;
  for (let before = found.at(-1); before && before.end > start; before = found.at(-1)) {
    first = Math.min(first, before.start);
    found.pop();
  }
  found.push({ start: first, end });
}
