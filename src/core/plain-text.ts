/**
 * Makes terminal output readable where there is no terminal. Escape sequences are left out, a line that was overwritten
 * (carriage return) keeps only its last state, and `\r\n` is a line break. Text may be split anywhere.
 *
 * The sequences are those of ECMA-48: CSI, OSC and the other string sequences, and two-character escapes.
 */
export class PlainText {
  #rest = '';

  /** The next piece of output as plain text; an unfinished sequence at its end waits for the next piece. */
  add(text: string): string {
    const all = this.#rest + text;
    const complete = all.length - (unfinished.exec(all)?.[0].length ?? 0);
    this.#rest = all.slice(complete);
    // What the carriage return would overwrite has been handed on already.
    return plain(all.slice(0, complete).replace(/^\r+(?=[^\r\n])/, '\n'));
  }

  /** What was held back, at the end of the output. */
  end(): string {
    const rest = this.#rest.replace(unfinished, '');
    this.#rest = '';
    return plain(rest);
  }
}

function plain(text: string): string {
  return text.replace(sequences, '').split('\n').map(lastState).join('\n');
}

/** What a line shows in the end: carriage returns at its end belong to the line break, others overwrite it. */
function lastState(line: string): string {
  let end = line.length;
  while (line[end - 1] === '\r') end--;
  return line.slice(line.lastIndexOf('\r', end - 1) + 1, end);
}

const sequences =
  /\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[ -/]*[0-Z\\^-~]|[\x00-\x08\x0b\x0c\x0e-\x1a\x7f]/g;

/** A sequence that has begun, of a length that a real one may have, or a carriage return that a newline may follow. */
const unfinished = /(?:\x1b(?:\[[0-?]{0,64}[ -/]{0,8}|[\]PX^_][^\x07\x1b]{0,256}\x1b?|[ -/]{0,8})?|\r)$/;
