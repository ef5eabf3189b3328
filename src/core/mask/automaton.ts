/**
 * Finds many needles at once in time linear in the bytes: the automaton of Aho and Corasick
 * (https://doi.org/10.1145/360825.360855), whose states are the beginnings of needles. State 0 is that of none. What cannot
 * begin a needle is skipped as by Wu and Manber ("A fast algorithm for multi-pattern searching", 1994).
 */
export class Automaton {
  /** How long the beginning of a needle is that a state stands for. */
  readonly depth: Int32Array;
  /** How long the longest beginning is in a state that a needle may still come of. */
  readonly open: Int32Array;
  /** How long the longest needle is that is complete in a state; 0: none is. */
  readonly complete: Int32Array;
  /** Of the needles, in bytes. */
  readonly longest: number;
  readonly #byte: Uint8Array;
  readonly #firstChild: Int32Array;
  readonly #sibling: Int32Array;
  readonly #fallback: Int32Array;
  readonly #atRoot = new Int32Array(256);
  /** How many bytes a skip looks at: of no needle more than it has. */
  readonly #window: number;
  /** By the last two bytes of the window: how far on a needle can begin. */
  readonly #shift = new Uint8Array(0x10000);
  /** By two bytes: whether a needle begins with them. */
  readonly #beginning = new Uint8Array(0x10000);
  #size = 1;

  /** @param needles of at least two bytes each */
  constructor(needles: readonly Uint8Array[]) {
    const lengths = needles.map(({ length }) => length);
    const most = 1 + lengths.reduce((sum, length) => sum + length, 0);
    this.longest = Math.max(0, ...lengths);
    this.#window = Math.min(255, ...lengths);
    this.depth = new Int32Array(most);
    this.open = new Int32Array(most);
    this.complete = new Int32Array(most);
    this.#byte = new Uint8Array(most);
    this.#firstChild = new Int32Array(most);
    this.#sibling = new Int32Array(most);
    this.#fallback = new Int32Array(most);
    this.#shift.fill(this.#window - 1);
    for (const needle of needles) this.#insert(needle);
    this.#connect();
  }

  /** The state after one more byte. */
  next(state: number, byte: number): number {
    let from = state;
    while (from !== 0) {
      const child = this.#child(from, byte);
      if (child !== 0) return child;
      from = this.#fallback[from] ?? 0;
    }
    return this.#atRoot[byte] ?? 0;
  }

  /** The first index from `start` on at which a needle may begin, as far as the bytes up to `end` tell. */
  skip(bytes: Uint8Array, start: number, end: number): number {
    const [shifts, beginnings, window] = [this.#shift, this.#beginning, this.#window];
    let at = start;
    while (at + window <= end) {
      const shift = shifts[pairAt(bytes, at + window - 2)] ?? 0;
      if (shift > 0) at += shift;
      else if (beginnings[pairAt(bytes, at)] === 0) at++;
      else return at;
    }
    while (at + 1 < end && beginnings[pairAt(bytes, at)] === 0) at++;
    return at;
  }

  #child(state: number, byte: number): number {
    let child = this.#firstChild[state] ?? 0;
    while (child !== 0 && this.#byte[child] !== byte) child = this.#sibling[child] ?? 0;
    return child;
  }

  #insert(needle: Uint8Array): void {
    let state = 0;
    for (const byte of needle) {
      const child = state === 0 ? (this.#atRoot[byte] ?? 0) : this.#child(state, byte);
      state = child === 0 ? this.#add(state, byte) : child;
    }
    this.complete[state] = needle.length;
    this.#beginning[pairAt(needle, 0)] = 1;
    for (let at = 1; at < this.#window; at++) {
      const pair = pairAt(needle, at - 1);
      this.#shift[pair] = Math.min(this.#shift[pair] ?? 0, this.#window - 1 - at);
    }
  }

  #add(parent: number, byte: number): number {
    const state = this.#size++;
    this.#byte[state] = byte;
    this.depth[state] = (this.depth[parent] ?? 0) + 1;
    this.#sibling[state] = this.#firstChild[parent] ?? 0;
    this.#firstChild[parent] = state;
    if (parent === 0) this.#atRoot[byte] = state;
    return state;
  }

  /** Level by level: the longest beginning of a needle that a state ends with is less deep than the state. */
  #connect(): void {
    const queue = new Int32Array(this.#size);
    let length = 1;
    for (let index = 0; index < length; index++) {
      const state = queue[index] ?? 0;
      for (let child = this.#firstChild[state] ?? 0; child !== 0; child = this.#sibling[child] ?? 0) {
        const fallback = state === 0 ? 0 : this.next(this.#fallback[state] ?? 0, this.#byte[child] ?? 0);
        this.#fallback[child] = fallback;
        if (this.complete[child] === 0) this.complete[child] = this.complete[fallback] ?? 0;
        const isLeaf = this.#firstChild[child] === 0;
        this.open[child] = (isLeaf ? this.open[fallback] : this.depth[child]) ?? 0;
        queue[length++] = child;
      }
    }
  }
}

function pairAt(bytes: Uint8Array, index: number): number {
  return ((bytes[index] ?? 0) << 8) | (bytes[index + 1] ?? 0);
}
