/** The path of a log in a line of ours, in a text. */
export interface FoundLog {
  readonly path: string;
  /** In UTF-16 units. */
  readonly offset: number;
}

/** Finds the logs that lines of ours name where they leave something out: absolute paths, with blanks in them perhaps. */
export function findLogs(text: string): readonly FoundLog[] {
  return [...text.matchAll(lines)].flatMap(({ 0: line, index }) => {
    const start = line.length <= longest && logName.test(line) ? line.search(root) : -1;
    return start === -1 ? [] : [{ path: line.slice(start, -1), offset: index + start }];
  });
}

/** In brackets; its words are in any language. */
const lines = /^\[[^\n\r]*\]/gmu;

/** In UTF-16 units. */
const longest = 8192;

/** As `newLogPath` makes it. */
const logName = /[\\/]\d{4}-\d\d-\d\dT[\d.]+Z-[\da-f]{8}\.log\]$/u;

/** Where an absolute path begins. */
const root = /(?<=[\s[])(?:\/|[A-Za-z]:\\|\\\\)/u;
