import type { Json } from '../json/json.ts';
import { quote } from '../parsed.ts';
import type { Place, Problem } from '../problem.ts';
import type { Names } from '../variables/variables.ts';

/** A name that stands for something else in the file, where it is written. */
export interface Reference extends Place {
  readonly name: string;
}

/** The names in a list, or the one that stands in its place. */
export function referencesIn(json: Json | undefined): readonly Reference[] {
  const items = json?.type === 'array' ? json.items : json ? [json] : [];
  return items.flatMap((item) =>
    item.type === 'string' ? [{ name: item.value, offset: item.offset, length: item.length }] : [],
  );
}

/**
 * What is wrong with the names that stand for nothing.
 *
 * @param what a name should be that of: `task`
 */
export function checkReferences(
  references: readonly Reference[],
  names: Names | undefined,
  what: string,
): readonly Problem[] {
  if (!names) return [];
  return references.flatMap(({ name, offset, length }) => {
    // A blank one is a mistake already.
    if (names.has(name) || name.trim() === '') return [];
    const near = names.near(name);
    const advice = near === undefined ? 'correct the name, or add it.' : `did you mean ${quote(near)}?`;
    return [{ message: `There is no ${what} ${quote(name)} in this file: ${advice}`, offset, length }];
  });
}
