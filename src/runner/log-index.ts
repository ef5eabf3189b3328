/** One of a container's output streams. */
export type StreamName = 'stdout' | 'stderr';

/** A part of a log that belongs to one stream. */
export interface LogSegment {
  readonly stream: StreamName;
  /** In bytes of the log. */
  readonly start: number;
  readonly end: number;
}

/** The line of a log's index that says that a stream goes on from an offset of the log. */
export function indexLine(stream: StreamName, offset: number): string {
  return `${stream} ${offset}\n`;
}

/**
 * Which stream each part of a log belongs to. Lines come before the bytes that they are about, so that an index which was
 * cut off, or is ahead of its log, is no mistake; what no line is about belongs to no segment.
 *
 * @param length of the log, in bytes
 */
export function readIndex(text: string, length: number): readonly LogSegment[] {
  const starts: { stream: StreamName; start: number }[] = [];
  for (const [, stream, offset] of text.matchAll(/^(stdout|stderr) (\d+)\n/gm)) {
    const start = Number(offset);
    const before = starts.at(-1);
    if (start >= length || (before ? start < before.start : start > 0)) break;
    starts.push({ stream: stream === 'stderr' ? 'stderr' : 'stdout', start });
  }
  return starts.map((each, index) => ({ ...each, end: starts[index + 1]?.start ?? length }));
}

/** The index of these segments. */
export function writeIndex(segments: readonly LogSegment[]): string {
  return segments.map(({ stream, start }) => indexLine(stream, start)).join('');
}
