import type { Place } from '../problem.ts';

/** A change of a file: the place gets this text instead. */
export interface Edit extends Place {
  readonly text: string;
}

/** The text with the changes, which do not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const fromBehind = [...edits].sort((one, other) => other.offset - one.offset);
  return fromBehind.reduce(
    (changed, { offset, length, text: put }) =>
      changed.slice(0, offset) + put + changed.slice(offset + length),
    text,
  );
}
