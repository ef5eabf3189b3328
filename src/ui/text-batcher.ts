/** How often text is handed on, in ms: a panel cannot show more, and each call costs the extension host. */
const interval = 50;

/** How much text is handed on at once, in UTF-16 units; what comes beyond it in one interval is skipped. */
const limit = 256 * 1024;

/** Collects text that comes in small pieces, or in a flood, and hands it on in steps that a view can follow. */
export class TextBatcher implements Disposable {
  readonly #show: (text: string, skipped: number) => void;
  #pending: string[] = [];
  #length = 0;
  #skipped = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param show takes the next text, and how many UTF-16 units were left out behind it. */
  constructor(show: (text: string, skipped: number) => void) {
    this.#show = show;
  }

  add(text: string): void {
    if (text === '') return;
    this.#timer ??= setTimeout(() => {
      this.flush();
    }, interval);
    if (this.#length >= limit) {
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
    this.#length = 0;
    this.#skipped = 0;
    this.#show(text, skipped);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}
