/** How often text is handed on, in ms: a panel cannot show more, and each call costs the extension host. */
const usualInterval = 50;

/** How much text is handed on after a pause, in UTF-16 units: what most commands print at once is shown whole. */
const burst = 256 * 1024;

/** How much in the long run, for each ms: far more than can be read, and little enough for the host's memory. */
const rate = (64 * 1024) / usualInterval;

/** Collects text that comes in small pieces, or in a flood, and hands it on in steps that a view can follow. */
export class TextBatcher implements Disposable {
  readonly #show: (text: string, skipped: number) => void;
  readonly #interval: number;
  #pending: string[] = [];
  #length = 0;
  #skipped = 0;
  /** How much may be handed on at `#since`. */
  #allowed = burst;
  #since = Date.now();
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param show takes the next text, and how many UTF-16 units were left out behind it
   * @param interval how often, in ms
   */
  constructor(show: (text: string, skipped: number) => void, interval = usualInterval) {
    this.#show = show;
    this.#interval = interval;
  }

  add(text: string): void {
    if (text === '') return;
    this.#timer ??= this.#begin();
    if (this.#length >= this.#allowed) {
      this.#skipped += text.length;
      return;
    }
    this.#pending.push(text);
    this.#length += text.length;
  }

  /** Hands on what there is at once. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#length === 0) return;
    const text = this.#pending.join('');
    const skipped = this.#skipped;
    this.#pending = [];
    this.#allowed -= this.#length;
    this.#length = 0;
    this.#skipped = 0;
    this.#show(text, skipped);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }

  /** The first text of a step is handed on whatever it is: what is left out has to stand behind something. */
  #begin(): NodeJS.Timeout {
    const now = Date.now();
    this.#allowed = Math.min(burst, Math.max(1, this.#allowed + (now - this.#since) * rate));
    this.#since = now;
    return setTimeout(() => {
      this.flush();
    }, this.#interval);
  }
}
