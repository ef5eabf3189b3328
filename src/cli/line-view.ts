import type { StreamName } from '../runner/log-index.ts';
import type { RunView } from '../runner/launcher.ts';

/** Takes text for the terminal; our own words go to stderr, as the output of a task may be read by a program. */
export interface Terminal {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
}

/** How much of a line without an end waits for it, in UTF-16 units. */
const longestRest = 64 * 1024;

/** Shows one of several jobs that run at the same time: whole lines, each behind the job's name, which our own lines begin with. */
export class LineView implements RunView {
  readonly #name: string;
  readonly #terminal: Terminal;
  readonly #rests = { stdout: '', stderr: '' };

  constructor(name: string, terminal: Terminal) {
    this.#name = name;
    this.#terminal = terminal;
  }

  begin(headline: string): void {
    this.#say(headline);
  }

  add(text: string, stream: StreamName): void {
    const whole = this.#rests[stream] + text;
    const end = whole.length > longestRest ? whole.length : whole.lastIndexOf('\n') + 1;
    this.#rests[stream] = whole.slice(end);
    if (end > 0) this.#terminal[stream](this.#named(whole.slice(0, end)));
  }

  end(line: string): void {
    for (const stream of ['stdout', 'stderr'] as const) {
      if (this.#rests[stream] !== '') this.#terminal[stream](this.#named(`${this.#rests[stream]}\n`));
      this.#rests[stream] = '';
    }
    this.#say(line);
  }

  #say(line: string): void {
    this.#terminal.stderr(`${line}\n`);
  }

  #named(lines: string): string {
    return lines.replace(/^(?=.|\n)/gmu, (_, offset: number) =>
      offset < lines.length ? `${this.#name} | ` : '',
    );
  }
}

/** Shows the only job there is: its output as it is, so that it may be piped on. */
export class PlainView implements RunView {
  readonly #terminal: Terminal;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  begin(headline: string): void {
    this.#terminal.stderr(`${headline}\n`);
  }

  add(text: string, stream: StreamName): void {
    this.#terminal[stream](text);
  }

  end(line: string): void {
    this.#terminal.stderr(`${line}\n`);
  }
}
