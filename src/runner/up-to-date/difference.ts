import type { Entry } from './snapshot.ts';

/**
 * The first difference between two snapshots as a sentence, with how many more there are; undefined: there is none.
 *
 * @param of what the files are, after their name: ` of its output`
 */
export function differenceOf(
  before: readonly Entry[],
  now: readonly Entry[],
  of: string,
): string | undefined {
  const old = new Map(before.map(({ path, hash }) => [path, hash]));
  const differences: string[] = [];
  for (const { path, hash } of now) {
    const was = old.get(path);
    old.delete(path);
    if (was !== hash) differences.push(`${path}${of} ${was === undefined ? 'is new' : 'has changed'}`);
  }
  for (const path of old.keys()) differences.push(`${path}${of} is gone`);
  const [first] = differences;
  if (first === undefined) return undefined;
  return differences.length === 1 ? `${first}.` : `${first}, and ${differences.length - 1} more.`;
}
