import * as l10n from '@vscode/l10n';
import type { Entry } from './snapshot.ts';

/**
 * The first difference between two snapshots as a sentence, with how many more there are; undefined: there is none.
 *
 * @param files what they are to their job
 */
export function differenceOf(
  before: readonly Entry[],
  now: readonly Entry[],
  files: 'input' | 'output',
): string | undefined {
  const old = new Map(before.map(({ path, hash }) => [path, hash]));
  const differences: string[] = [];
  for (const { path, hash } of now) {
    const was = old.get(path);
    old.delete(path);
    if (was !== hash) differences.push(was === undefined ? isNew[files](path) : hasChanged[files](path));
  }
  for (const path of old.keys()) differences.push(isGone[files](path));
  const [first] = differences;
  if (first === undefined) return undefined;
  return differences.length === 1 ? `${first}.` : l10n.t('{0}, and {1} more.', first, differences.length - 1);
}

const isNew = {
  input: (path: string) => l10n.t('{0} is new', path),
  output: (path: string) => l10n.t('{0} of its output is new', path),
};

const hasChanged = {
  input: (path: string) => l10n.t('{0} has changed', path),
  output: (path: string) => l10n.t('{0} of its output has changed', path),
};

const isGone = {
  input: (path: string) => l10n.t('{0} is gone', path),
  output: (path: string) => l10n.t('{0} of its output is gone', path),
};
