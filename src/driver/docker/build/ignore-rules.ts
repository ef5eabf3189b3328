import { posix } from 'node:path';
import * as l10n from '@vscode/l10n';

import { DriverError } from '../../driver.ts';

/** For each rule, whether it matches a path or a folder above it. */
export type Matches = readonly boolean[];

/**
 * What a `.dockerignore` leaves out, by Docker's rules
 * (https://docs.docker.com/build/concepts/context/#dockerignore-files, https://github.com/moby/patternmatcher): the last
 * rule that matches a path or a folder above it decides. Paths are relative to the context, with slashes.
 */
export class IgnoreRules {
  readonly #rules: readonly Rule[];

  private constructor(rules: readonly Rule[]) {
    this.#rules = rules;
  }

  /**
   * Reads the text of an ignore file.
   *
   * @param file its name, for messages
   * @param windows whether a backslash separates folders; else it escapes the next character
   * @throws {DriverError} a pattern that is none.
   */
  static parse(text: string, file: string, windows = process.platform === 'win32'): IgnoreRules {
    const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
    return new IgnoreRules(lines.flatMap((line) => parseLine(line, file, windows)));
  }

  /** The same rules, and one more by which a file is never left out. */
  except(path: string): IgnoreRules {
    const segments = path.split('/').map((name) => new RegExp(`^${escape(name)}$`, 'u'));
    return new IgnoreRules([
      ...this.#rules,
      { isException: true, matches: (each) => each === path, segments, hasGlobstar: false },
    ]);
  }

  /** @param above what matches the folder that the path is in; `[]` for the context itself */
  match(path: string, above: Matches): Matches {
    return this.#rules.map((rule, index) => (above[index] ?? false) || rule.matches(path));
  }

  /** Whether what these rules match is left out. */
  isIgnored(matches: Matches): boolean {
    const last = matches.lastIndexOf(true);
    return last >= 0 && this.#rules[last]?.isException === false;
  }

  /** Whether an exception may bring back something in a folder that is left out. */
  mayBringBack(folder: string): boolean {
    const names = folder.split('/');
    return this.#rules.some(({ isException, segments, hasGlobstar }) => {
      if (!isException) return false;
      if (hasGlobstar) return true;
      return segments.length > names.length && names.every((name, index) => segments[index]?.test(name));
    });
  }
}

interface Rule {
  /** Whether it begins with "!". */
  readonly isException: boolean;
  readonly matches: (path: string) => boolean;
  /** One for each part of its path; of no use with a globstar. */
  readonly segments: readonly RegExp[];
  /** Whether it has a `**`, which stands for any number of folders. */
  readonly hasGlobstar: boolean;
}

function parseLine(line: string, file: string, windows: boolean): Rule[] {
  if (line.startsWith('#')) return [];
  const written = line.trim();
  const isException = written.startsWith('!');
  const pattern = clean(isException ? written.slice(1).trim() : written, windows);
  if (pattern === '' && !isException) return [];
  const source = toRegExp(pattern);
  if (pattern === '' || source === undefined) {
    throw new DriverError(
      l10n.t('The line "{0}" in "{1}" is not a pattern of files.', written, file),
      l10n.t(
        'Correct it: "*" and "?" stand for characters, "**" for folders, "[a-z]" for one of some characters.',
      ),
    );
  }
  const whole = new RegExp(`^${source}$`, 'u');
  const segments = pattern.split('/').map((part) => new RegExp(`^${toRegExp(part) ?? '.*'}$`, 'u'));
  const hasGlobstar = pattern.includes('**');
  return [{ isException, matches: (path) => whole.test(path), segments, hasGlobstar }];
}

/** Without what Go's filepath.Clean takes away, and without a slash at either end. */
function clean(pattern: string, windows: boolean): string {
  if (pattern === '') return '';
  const slashed = windows ? pattern.replaceAll('\\', '/') : pattern;
  return posix.normalize(slashed).replace(/(?<=.)\/$/, '').replace(/^\/(?=.)/, ''); // prettier-ignore
}

/** The pattern as the source of a regular expression; undefined where it is broken. */
function toRegExp(pattern: string): string | undefined {
  let source = '';
  let rest = pattern;
  while (rest !== '') {
    const token = tokens.find(({ of }) => of.test(rest));
    const [text = ''] = token?.of.exec(rest) ?? [];
    const part = token?.to(text, rest === text);
    if (part === undefined) return undefined;
    source += part;
    rest = rest.slice(text.length);
  }
  return source;
}

/** What a pattern is made of; the first that fits counts, and where none does the pattern is broken. */
const tokens: readonly {
  readonly of: RegExp;
  readonly to: (text: string, isLast: boolean) => string | undefined;
}[] = [
  { of: /^\*\*\/?/u, to: (_, isLast) => (isLast ? '.*' : '(?:.*/)?') },
  { of: /^\*/u, to: () => '[^/]*' },
  { of: /^\?/u, to: () => '[^/]' },
  { of: /^\[\^?(?:\\.|[^\\\]])+\]/u, to: characterClass },
  { of: /^\\./u, to: (text) => escape(text.slice(1)) },
  { of: /^[^*?[\\]+/u, to: (text) => escape(text) },
];

/** `[a-z]`: the same in a regular expression, but for what may be escaped there. */
function characterClass(text: string): string | undefined {
  const source = text.replace(/\\(.)/gu, (_, character: string) => escape(character));
  try {
    return new RegExp(source, 'u').source;
  } catch {
    return undefined; // A range that runs backwards.
  }
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
}
