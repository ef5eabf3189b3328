import type { JsonString } from '../json/json.ts';
import type { Place } from '../problem.ts';

/** A text as it stands between the double quotes of JSON. */
export function escapeText(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

/** What stands between the quotes of a text or a name, of which the last may not be typed yet. */
export function contentOf(file: string, { offset, length }: Place): Place {
  const written = file.slice(offset, offset + length);
  return { offset: offset + 1, length: Math.max(0, length - (isClosed(written) ? 2 : 1)) };
}

/** Where a part of a text's value stands in the file. */
export function placeInText(file: string, json: JsonString, start: number, length: number): Place {
  const from = sourceIndex(file, json, start);
  return { offset: from, length: sourceIndex(file, json, start + length) - from };
}

/** How far into the value of a text an offset of the file is. */
export function indexInText(file: string, json: JsonString, offset: number): number {
  const { offset: start } = contentOf(file, json);
  return [...characters(file.slice(start, offset))].length;
}

function sourceIndex(file: string, json: JsonString, index: number): number {
  const { offset, length } = contentOf(file, json);
  // Most texts have no escapes, and stand as they are.
  if (length === json.value.length) return offset + index;
  let end = offset;
  let left = index;
  for (const each of characters(file.slice(offset, offset + length))) {
    if (left-- <= 0) break;
    end += each.length;
  }
  return end;
}

/** Each UTF-16 unit of a value, as it is written. */
function* characters(source: string): Generator<string> {
  for (const [each] of source.matchAll(/\\u[0-9a-fA-F]{4}|\\[^]|[^]/g)) yield each;
}

function isClosed(written: string): boolean {
  return written.length > 1 && /(?<!\\)(?:\\\\)*"$/u.test(written.slice(1));
}
