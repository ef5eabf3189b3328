/** Something in a text that may be the path of a file, and a place in it. */
export interface FoundPath {
  readonly path: string;
  /** Of the path with its place, in UTF-16 units. */
  readonly offset: number;
  readonly length: number;
  /** Counted from 1. */
  readonly line: number | undefined;
  readonly column: number | undefined;
}

/** What may be paths in a text, in order: with a slash in it, or with a place behind it, as compilers write them. */
export function findPaths(text: string): readonly FoundPath[] {
  return [...text.matchAll(candidates)].flatMap((match): FoundPath[] => {
    const [whole, path = '', place = ''] = match;
    const [line, column] = (place.match(/\d+/gu) ?? []).map(Number);
    if (path.length > longest || !(path.includes('/') || line !== undefined)) return [];
    // A sentence may end behind a path.
    const end = place === '' ? path.replace(/\.+$/u, '') : path;
    return [
      { path: end, offset: match.index, length: end.length + whole.length - path.length, line, column },
    ];
  });
}

const longest = 1024;

/** Letters of a path, and `:1`, `:1:2`, `(1)` or `(1,2)`. */
const candidates = /([^\s:"'`()<>[\]{},;|*?=]+)((?::\d+(?::\d+)?)|(?:\(\d+(?:,\d+)?\)))?/gu;
