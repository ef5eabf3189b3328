/** How much a terminal takes at once, in bytes. */
const burst = 256 * 1024;

/** How much in the long run, in bytes for each ms: more than can be read, and little enough for the editor. */
const rate = 2 * 1024;

/**
 * Holds what a person looks at back to what a terminal can show, which cannot ask for less by itself: the program that
 * floods it has to wait, as in any terminal, and Ctrl-C is not behind minutes of output.
 */
export class Pace {
  /** When all that was shown would be, at the rate; epoch ms. */
  #shownAt = 0;

  /** How long to wait, in ms, after so many bytes were shown. */
  pauseAfter(bytes: number, now: number): number {
    this.#shownAt = Math.max(this.#shownAt, now - burst / rate) + bytes / rate;
    return Math.max(0, this.#shownAt - now);
  }
}
