/** What comes of some keys. */
export interface Typed {
  /** What the terminal shows of it. */
  readonly echo: string;
  /** What the program reads: whole lines, but at the end of the input. */
  readonly input: string;
  /** Ctrl-D at the beginning of a line: there is no more input. */
  readonly ends: boolean;
  /** Ctrl-C. */
  readonly cancels: boolean;
}

/**
 * Does for a program without a terminal what a terminal does for one that reads lines (termios' canonical mode): shows what
 * is typed, lets it be corrected, and hands it on with Enter. Cursor keys and other sequences do nothing.
 */
export class LineEditor {
  readonly #line: string[] = [];

  /** @param keys as a terminal sends them */
  feed(keys: string): Typed {
    let echo = '';
    let input = '';
    for (const { segment: key } of graphemes.segment(keys.replace(sequences, ''))) {
      if (key === interrupt) return { echo: `${echo}^C\r\n`, input, ends: false, cancels: true };
      if (key === endOfInput && this.#line.length === 0) return { echo, input, ends: true, cancels: false };
      if (endsLine.has(key)) {
        input += this.#take() + (key === endOfInput ? '' : '\n');
        echo += key === endOfInput ? '' : '\r\n';
      } else {
        echo += this.#edit(key);
      }
    }
    return { echo, input, ends: false, cancels: false };
  }

  #edit(key: string): string {
    if (key === '\u007f' || key === '\b') return erase(this.#line.splice(-1));
    if (key === '\u0015') return erase(this.#line.splice(0));
    if (key < ' ' && key !== '\t') return '';
    this.#line.push(key);
    return key;
  }

  #take(): string {
    return this.#line.splice(0).join('');
  }
}

const interrupt = '\u0003';
const endOfInput = '\u0004';
const endsLine: ReadonlySet<string> = new Set(['\r', '\n', '\r\n', endOfInput]);

/** Those of cursor and function keys. */
const sequences = /\u001b(\[[0-9;?]*[ -/]*[@-~]|O.|.)?/gu;

const graphemes = new Intl.Segmenter();

function erase(letters: readonly string[]): string {
  return letters.map((letter) => '\b \b'.repeat(isWide.test(letter) ? 2 : 1)).join('');
}

/** As terminals have it: East Asian letters and emoji take two columns. */
const isWide =
  /\p{Emoji_Presentation}|\p{Script=Han}|\p{Script=Hangul}|\p{Script=Hiragana}|\p{Script=Katakana}/u;
