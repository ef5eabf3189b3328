import * as l10n from '@vscode/l10n';
import { didYouMean } from '../tasks-file/did-you-mean.ts';
import { ownMatcher, problemMatcher } from '../tasks-file/fields/problem-matchers.ts';
import { problemPattern } from '../tasks-file/fields/problem-pattern.ts';
import { toJson } from '../tasks-file/json/json.ts';
import type { PlainJson } from '../tasks-file/json/json.ts';
import { anyScope } from '../tasks-file/variables/variables.ts';
import { builtinContribution } from './builtin.ts';
import type { MatcherOutline, ProblemMatcher } from './problem-matcher.ts';

/** What an extension contributes, as its package.json has it. */
export interface MatcherContribution {
  readonly problemPatterns?: unknown;
  readonly problemMatchers?: unknown;
}

/** The problem matchers that have names: VS Code's own, and those of extensions. */
export class MatcherRegistry {
  readonly #patterns = new Map<string, ProblemMatcher['patterns']>();
  readonly #matchers = new Map<string, MatcherOutline>();

  /** @param contributions a later one wins; what makes no sense in them is left out, as VS Code does */
  constructor(contributions: readonly MatcherContribution[] = []) {
    for (const { problemPatterns, problemMatchers } of [builtinContribution, ...contributions]) {
      for (const fields of objects(problemPatterns)) this.#addPattern(fields);
      for (const fields of objects(problemMatchers)) this.#addMatcher(fields);
    }
  }

  /** What a task can name, such as `$tsc`. */
  get names(): readonly string[] {
    return [...this.#matchers.keys()].map((name) => `$${name}`);
  }

  /** Fills in what the matchers have from others; or says which name nothing has. */
  resolve(
    matchers: readonly (string | MatcherOutline)[],
  ): { readonly matchers: readonly ProblemMatcher[] } | { readonly problems: readonly string[] } {
    const problems: string[] = [];
    const resolved = matchers.map((each) => this.#resolve(each, [], problems));
    const found = resolved.filter((each) => each !== undefined);
    return problems.length > 0 ? { problems } : { matchers: found };
  }

  #addPattern(fields: Fields): void {
    const single = some(fields, Object.keys(problemPattern.fields));
    const { patterns } = read({ pattern: fields['patterns'] ?? single }) ?? {};
    if (patterns !== undefined && typeof patterns !== 'string') this.#patterns.set(nameOf(fields), patterns);
  }

  #addMatcher(fields: Fields): void {
    const background = toBackground(fields['background'] ?? fields['watching']);
    const fileLocation = toFileLocation(fields['fileLocation']);
    const outline = read({ ...some(fields, Object.keys(problemMatcher.fields)), fileLocation, background });
    if (outline) this.#matchers.set(nameOf(fields), outline);
  }

  #resolve(
    matcher: string | MatcherOutline,
    seen: readonly string[],
    problems: string[],
  ): ProblemMatcher | undefined {
    if (typeof matcher === 'string') {
      const found = this.#matchers.get(withoutDollar(matcher));
      if (found && !seen.includes(matcher)) return this.#resolve(found, [...seen, matcher], problems);
      problems.push(
        found
          ? l10n.t('The problem matcher "{0}" is its own base.', matcher)
          : this.#unknown('matcher', matcher),
      );
      return undefined;
    }
    const base = matcher.base === undefined ? usual : this.#resolve(matcher.base, seen, problems);
    const { patterns = base?.patterns } = matcher;
    const known = typeof patterns === 'string' ? this.#patterns.get(withoutDollar(patterns)) : patterns;
    if (typeof patterns === 'string' && !known) problems.push(this.#unknown('pattern', patterns));
    return base && known && { ...base, ...present(matcher), patterns: known };
  }

  #unknown(what: 'matcher' | 'pattern', name: string): string {
    const names = [...(what === 'matcher' ? this.#matchers : this.#patterns).keys()];
    const near = didYouMean(name.replace(/^\$/u, ''), names);
    return near === undefined ? unknown[what](name) : misspelt[what](name, `$${near}`);
  }
}

const unknown = {
  matcher: (name: string) =>
    l10n.t('There is no problem matcher "{0}": install the extension that has it, or write your own.', name),
  pattern: (name: string) =>
    l10n.t('There is no problem pattern "{0}": install the extension that has it, or write your own.', name),
};

const misspelt = {
  matcher: (name: string, near: string) =>
    l10n.t('There is no problem matcher "{0}": did you mean "{1}"?', name, near),
  pattern: (name: string, near: string) =>
    l10n.t('There is no problem pattern "{0}": did you mean "{1}"?', name, near),
};

/** What a matcher is without a word to the contrary. */
const usual: ProblemMatcher = {
  owner: 'external',
  source: '',
  severity: 'error',
  applyTo: 'allDocuments',
  fileLocation: { kind: 'relative', folder: '' },
  patterns: [],
  background: undefined,
};

type Fields = Readonly<Record<string, unknown>>;

function objects(list: unknown): readonly Fields[] {
  return Array.isArray(list) ? list.filter(isObject) : [];
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nameOf({ name }: Fields): string {
  return typeof name === 'string' ? name : '';
}

function some(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(names.map((name) => [name, fields[name]]));
}

/** Each pattern as an object with `regexp` alone: the file that it may name is left out. */
function toBackground(value: unknown): unknown {
  if (!isObject(value)) return undefined;
  const pattern = (each: unknown): unknown => (isObject(each) ? some(each, ['regexp']) : each);
  return {
    activeOnStart: value['activeOnStart'],
    beginsPattern: pattern(value['beginsPattern']),
    endsPattern: pattern(value['endsPattern']),
  };
}

/** The folders of VS Code's are the task's own, whose files it is about. */
function toFileLocation(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return value.map((part: unknown) =>
    typeof part === 'string' ? part.replace(/^\$\{(?:cwd|workspaceFolder|workspaceRoot)\}[/\\]?/u, '') : part,
  );
}

/** Reads it as if it stood in a tasks file; `undefined`: it has a mistake. */
function read(fields: Fields): MatcherOutline | undefined {
  const mistakes: unknown[] = [];
  const report = (mistake: unknown): unknown => mistakes.push(mistake);
  // What JSON gives is JSON.
  const json = toJson(JSON.parse(JSON.stringify(fields)) as PlainJson);
  const outline = ownMatcher.read(json, { path: '', scope: anyScope, sureUntil: Infinity, report });
  return mistakes.length === 0 ? outline : undefined;
}

function withoutDollar(name: string): string {
  return name.startsWith('$') ? name.slice(1) : '';
}

function present(matcher: MatcherOutline): Partial<Omit<ProblemMatcher, 'patterns'>> {
  const { owner, source, severity, applyTo, fileLocation, background } = matcher;
  return {
    ...(owner !== undefined && { owner }),
    ...(source !== undefined && { source }),
    ...(severity !== undefined && { severity }),
    ...(applyTo !== undefined && { applyTo }),
    ...(fileLocation !== undefined && { fileLocation }),
    ...(background !== undefined && { background }),
  };
}
