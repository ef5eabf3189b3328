import picomatch from 'picomatch/posix.js';

/**
 * Which files a list of globs means, as {@link https://github.com/google/wireit#glob-patterns wireit} reads it. Paths and
 * patterns have slashes on every system and start at the workspace folder, with a leading slash or without.
 *
 * - `*` and `?` stand for characters, `**` for folders, `[a-z]` for one of some, `{a,b}` for either; a backslash escapes.
 * - A pattern that matches a folder means all that is in it. Files that begin with a dot are matched like others.
 * - `!` takes away what the patterns before it have matched; what comes after it may bring something back.
 * - The folders of `usuallyLeftOut` are passed over, unless a pattern has their name in it.
 */
export class Globs {
  readonly #rules: readonly Rule[];

  private constructor(rules: readonly Rule[]) {
    this.#rules = rules;
  }

  static parse(patterns: readonly string[]): Globs {
    return new Globs(patterns.map(toRule));
  }

  /** The first pattern that leads out of the workspace folder, as written: with `..` in it. It matches nothing. */
  get leadingOut(): string | undefined {
    return this.#rules.find(({ names }) => names.includes('..'))?.written;
  }

  /** Whether the path is meant: the last pattern that matches it, or a folder above it, decides. */
  matches(path: string): boolean {
    const special = specialNames(path);
    const last = this.#rules.findLast((rule) => rule.matches(path) && isFor(rule, special));
    return last?.isExcluded === false;
  }

  /** Whether something in the folder may be meant; '' is the workspace folder. */
  mayMatchIn(folder: string): boolean {
    if (folder === '') return true;
    const special = specialNames(folder);
    const names = folder.split('/');
    const leftOutBy = this.#rules.findLastIndex(({ isExcluded, matches }) => isExcluded && matches(folder));
    return this.#rules.some(
      (rule, index) =>
        index > leftOutBy && !rule.isExcluded && isFor(rule, special) && mayReach(rule, folder, names),
    );
  }

  /** The folders and files that all they mean is in, or is: '' is the workspace folder. None of them is in another. */
  get bases(): readonly string[] {
    const all = this.#rules
      .filter(({ isExcluded }) => !isExcluded)
      .map(({ names }) => fixedNames(names).join('/'));
    const isIn = (base: string, other: string): boolean => other === '' || base.startsWith(`${other}/`);
    return [...new Set(all)].filter((base) => !all.some((other) => other !== base && isIn(base, other)));
  }

  /** What of these takes nothing but what others mean: the patterns that lie within them, and those with `!`. */
  within(others: Globs): Globs {
    return new Globs(this.#rules.filter((rule) => rule.isExcluded || others.matches(rule.names.join('/'))));
  }

  /** The patterns, as written, that none of the paths matches; those with `!` are not asked for any. */
  unmatched(paths: readonly string[]): readonly string[] {
    const wanted = this.#rules.filter(({ isExcluded }) => !isExcluded);
    return wanted.filter(({ matches }) => !paths.some(matches)).map(({ written }) => written);
  }
}

/** As with wireit. */
const usuallyLeftOut: readonly string[] = ['.git', '.hg', '.svn', '.wireit', '.yarn', 'CVS', 'node_modules'];

interface Rule {
  readonly written: string;
  /** Whether it begins with "!". */
  readonly isExcluded: boolean;
  /** Its parts between slashes. */
  readonly names: readonly string[];
  readonly matches: (path: string) => boolean;
  /** For each of its names, what it matches; undefined where its parts are not those between its slashes. */
  readonly steps: readonly ((name: string) => boolean)[] | undefined;
}

function toRule(written: string): Rule {
  const isExcluded = written.startsWith('!');
  const pattern =
    written
      .slice(isExcluded ? 1 : 0)
      .replace(/^(?:\.?\/+|\.$)+/, '')
      .replace(/\/+$/, '') || '**';
  const names = pattern.split('/');
  const hasPlainNames = !/\*\*|[{(\\]/.test(pattern);
  return {
    ...{ written, isExcluded, names },
    matches: names.includes('..') ? () => false : toMatcher([pattern, `${pattern}/**`]),
    steps: hasPlainNames ? names.map((name) => toMatcher([name])) : undefined,
  };
}

function toMatcher(patterns: readonly string[]): (path: string) => boolean {
  // A name may have a line's break in it.
  const matcher = picomatch([...patterns], { dot: true, nonegate: true, flags: 's' });
  return (path) => matcher(path);
}

function mayReach(
  { matches, steps, names: written }: Rule,
  folder: string,
  names: readonly string[],
): boolean {
  if (steps && names.length < steps.length) return names.every((name, index) => steps[index]?.(name));
  if (steps) return matches(folder);
  const fixed = fixedNames(written);
  return names.every((name, index) => index >= fixed.length || name === fixed[index]);
}

/** The names before the first that is a pattern. */
function fixedNames(names: readonly string[]): readonly string[] {
  const first = names.findIndex((name) => /[*?[\]{}()!+@\\]/.test(name));
  return first < 0 ? names : names.slice(0, first);
}

/** The names in a path of which a pattern has to speak. */
function specialNames(path: string): readonly string[] {
  return path.split('/').filter((name) => usuallyLeftOut.includes(name));
}

function isFor({ isExcluded, names }: Rule, special: readonly string[]): boolean {
  return isExcluded || special.every((name) => names.includes(name));
}
