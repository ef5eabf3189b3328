import { Automaton } from './automaton.ts';
import { Scanner } from './scanner.ts';
import type { Stretch } from './scanner.ts';
import { secretForms, shortestSecret } from './secret-forms.ts';
import { fromUtf8, toUtf8 } from './utf8.ts';

/** Whether a value is long enough to be masked. One that is blank has nothing to hide. */
export function isMaskable(secret: string): boolean {
  return secret.trim() === '' || secret.trim().length >= shortestSecret;
}

/**
 * Puts `***` in the place of secrets, of each line of a secret, and of their encoded forms: in base64 and base64url,
 * wherever they are in it and also broken into lines; in URLs, JSON, XML, and a shell's single quotes. Occurrences that
 * overlap become one `***`.
 */
export class Mask {
  readonly #plain: Automaton;
  readonly #base64: Automaton;

  /** @param secrets what {@link isMaskable} refuses is not masked */
  constructor(secrets: readonly string[]) {
    const { plain, base64 } = secretForms(secrets);
    this.#plain = new Automaton(plain.map(toUtf8));
    this.#base64 = new Automaton(base64.map(toUtf8));
  }

  /** For a stream of bytes. */
  stream(): MaskedStream {
    return new MaskedStream([new Scanner(this.#plain, false), new Scanner(this.#base64, true)]);
  }

  /** For a whole text. */
  text(text: string): string {
    const stream = this.stream();
    return fromUtf8(joined([stream.add(toUtf8(text)), stream.end()]));
  }
}

/** The text without the secrets. */
export function maskText(text: string, secrets: readonly string[]): string {
  return secrets.length === 0 ? text : new Mask(secrets).text(text);
}

/**
 * A stream whose secrets are masked. What it gives, all in all, does not depend on the chunks; only what may be the
 * beginning of a secret is held back, for as long as it may be one, whatever time that takes: a secret that is written
 * slowly is one nevertheless.
 */
export class MaskedStream {
  readonly #scanners: readonly Scanner[];
  /** What is held back. */
  #held: Uint8Array[] = [];
  /** How many bytes of the stream have been given, or masked. */
  #given = 0;
  #position = 0;
  /** In order, apart from each other. The first may have been masked as far as it is known: more may overlap it. */
  #found: readonly Stretch[] = [];

  constructor(scanners: readonly Scanner[]) {
    this.#scanners = scanners;
  }

  /** Takes the next bytes, and gives what can be shown; it may be the same array, a part of it, or empty. */
  add(chunk: Uint8Array): Uint8Array {
    if (chunk.length === 0) return chunk;
    const found = this.#scanners.flatMap((scanner) => scanner.scan(chunk));
    if (found.length > 0) this.#found = united([...this.#found, ...found]);
    this.#held.push(chunk);
    this.#position += chunk.length;
    return this.#give(Math.min(...this.#scanners.map(({ open }) => open)));
  }

  /** What was held back, at the end of the stream. */
  end(): Uint8Array {
    return this.#give(this.#position);
  }

  /** @param settled before this place nothing begins that was not found */
  #give(settled: number): Uint8Array {
    const parts: Uint8Array[] = [];
    for (const { start, end } of this.#found) {
      if (start > settled) break;
      const isNew = start >= this.#given;
      parts.push(...this.#take(start), ...(isNew ? [stars] : []));
      this.#take(end);
    }
    this.#found = this.#found.filter(({ end }) => end > settled);
    parts.push(...this.#take(settled));
    return joined(parts);
  }

  /** Takes what is held back before this place. */
  #take(until: number): readonly Uint8Array[] {
    const parts: Uint8Array[] = [];
    let used = 0;
    for (const piece of this.#held) {
      if (this.#given >= until) break;
      const part = piece.subarray(0, until - this.#given);
      parts.push(part);
      this.#given += part.length;
      if (part.length < piece.length) this.#held[used] = piece.subarray(part.length);
      else used++;
    }
    this.#held.splice(0, used);
    return parts;
  }
}

const stars = toUtf8('***');

/** In order, those that overlap as one. */
function united(stretches: readonly Stretch[]): readonly Stretch[] {
  const apart: Stretch[] = [];
  for (const { start, end } of stretches.toSorted((a, b) => a.start - b.start)) {
    const before = apart.at(-1);
    if (before && start < before.end)
      apart.splice(-1, 1, { start: before.start, end: Math.max(before.end, end) });
    else apart.push({ start, end });
  }
  return apart;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [first] = parts;
  if (first && parts.length === 1) return first;
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
