import type { Entry } from './entry.ts';

/** Whose turn it is, among those that may begin: first come, first served, within the limits. */
export class Turns {
  readonly #limit: number;
  readonly #queue = new Set<Entry>();
  #taken = 0;

  /** @param limit how many are at work at once, at least 1 */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** It may begin. */
  add(entry: Entry): void {
    this.#queue.add(entry);
  }

  /** It may not any more; nothing happens where it could not. */
  delete(entry: Entry): void {
    this.#queue.delete(entry);
  }

  /** Gives a turn to as many as there is room for; a matrix that is full holds up nobody else. */
  *take(): Generator<Entry> {
    for (const entry of this.#queue) {
      if (this.#taken >= this.#limit) return;
      if (entry.matrix && isFull(entry.matrix)) continue;
      this.#queue.delete(entry);
      this.#taken++;
      if (entry.matrix) entry.matrix.combinationsAtWork++;
      yield entry;
    }
  }

  /** It is at work no longer. */
  giveBack(entry: Entry): void {
    this.#taken--;
    if (entry.matrix) entry.matrix.combinationsAtWork--;
  }
}

function isFull({ node, combinationsAtWork }: Entry): boolean {
  const most = node.matrix?.maxParallel ?? 0;
  return most > 0 && combinationsAtWork >= most;
}
