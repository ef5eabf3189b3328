import * as l10n from '@vscode/l10n';
import type {
  BackgroundPattern,
  FileLocation,
  MatcherOutline,
} from '../../problem-matcher/problem-matcher.ts';
import { either, list, refined } from '../kinds/compound-kinds.ts';
import { defaulted, object, optional, required } from '../kinds/object.ts';
import type { Rule, Values } from '../kinds/object.ts';
import { valueOf } from '../json/json.ts';
import { boolean, choice } from '../kinds/simple-kinds.ts';
import type { Parsed } from '../parsed.ts';
import { problemPattern, toPatterns, withDefaults } from './problem-pattern.ts';
import { argument, plainText, reference, regularExpression } from './value-kinds.ts';

const locationKind = choice(['absolute', 'relative', 'autoDetect'], 'none');

const linePattern = refined(
  either(
    regularExpression,
    object(
      { regexp: required(regularExpression, 'The regular expression of the line.') },
      { takes: () => l10n.t('an object with `regexp`') },
    ),
  ),
  (value) => ({ value: value instanceof RegExp ? value : value.regexp }),
);

/** When a task that goes on is at work. */
export const background = object(
  {
    activeOnStart: defaulted(boolean(), false, 'Whether the task is at work when it starts.'),
    beginsPattern: optional(
      linePattern,
      'A regular expression of the line with which a round of work begins.',
    ),
    endsPattern: optional(
      linePattern,
      'A regular expression of the line with which it ends: the task is ready.',
    ),
  },
  { takes: () => l10n.t('an object with `activeOnStart`, `beginsPattern` and `endsPattern`') },
);

const hasPattern: Rule = {
  message: () => l10n.t('The problem matcher has no `pattern`: write one, or the `base` that has it.'),
  schema: { anyOf: [{ required: ['pattern'] }, { required: ['base'] }] },
  broken: (json) => ((valueOf(json, 'pattern') ?? valueOf(json, 'base')) ? undefined : 'pattern'),
};

/** A matcher of the user's own. */
export const problemMatcher = object(
  {
    base: optional(
      reference,
      'The name of a matcher that this one is like but for the fields beside it, such as `"$tsc"`.',
      { examples: ['$tsc', '$tsc-watch'], isCompleted: true },
    ),
    owner: optional(
      plainText,
      'Who reports the problems: those of one owner replace each other. Default: `external`.',
    ),
    source: optional(plainText, 'A name that is shown beside each problem, such as `eslint`.'),
    severity: optional(
      choice(['error', 'warning', 'info'], 'none'),
      'The severity of problems whose line does not tell it. Default: `error`.',
    ),
    applyTo: optional(
      choice(['allDocuments', 'openDocuments', 'closedDocuments'], 'none'),
      'In which files problems are shown: all (the default), or only those that are open or closed in the editor, as another extension shows the others.',
    ),
    fileLocation: optional(
      either(
        locationKind,
        list(argument, () => l10n.t('a list of a kind and a folder')),
      ),
      'How the name of a file is read: `"absolute"`; `"relative"` to the folder that the task runs in, or `["relative", "/workspace/app"]` to another; `["autoDetect", …]`: relative, and absolute where there is no such file. Folders of this machine and of the container will do. Default: `relative`.',
      { examples: ['absolute', ['relative', '${workspaceFolder}/app']] },
    ),
    pattern: optional(
      either(
        reference,
        either(
          problemPattern,
          list(problemPattern, () => l10n.t('a list of patterns')),
        ),
      ),
      'What a line with a problem looks like, or the lines of one, one after the other; or the name of a pattern, such as `"$tsc"`. A matcher needs one, or a `base`.',
      { examples: ['$tsc'], synonyms: ['patterns'] },
    ),
    background: optional(
      background,
      'When a task that goes on (`isBackground`) is at work, and when it is ready.',
      {
        synonyms: ['watching'],
      },
    ),
  },
  { takes: () => l10n.t('a problem matcher'), rules: [hasPattern] },
);

/** The same, read. */
export const ownMatcher = refined(problemMatcher, toMatcher);

const one = either(reference, ownMatcher);

/** The problem matchers of a task: names, or matchers of the user's own. */
export const problemMatchers = refined(
  either(
    one,
    list(one, () => l10n.t('a list of problem matchers')),
  ),
  (value) => ({
    value: isList(value) ? value : [value],
  }),
);

function toMatcher(values: Values<typeof problemMatcher.fields>): Parsed<MatcherOutline> {
  const { base, owner, source, severity, applyTo, pattern, background } = values;
  const patterns = readPatterns(pattern);
  const fileLocation = toFileLocation(values.fileLocation);
  if ('problem' in patterns) return patterns;
  if ('problem' in fileLocation) return fileLocation;
  return {
    value: {
      ...{ base, owner, source, severity, applyTo },
      fileLocation: fileLocation.value,
      patterns: patterns.value,
      background: toBackground(background),
    },
  };
}

function readPatterns(
  value: Values<typeof problemMatcher.fields>['pattern'],
): Parsed<MatcherOutline['patterns']> {
  if (value === undefined || typeof value === 'string') return { value };
  return toPatterns(isList(value) ? value : [withDefaults(value)]);
}

function toFileLocation(
  value: FileLocation['kind'] | readonly string[] | undefined,
): Parsed<FileLocation | undefined> {
  if (value === undefined) return { value };
  if (typeof value === 'string') return { value: { kind: value, folder: '' } };
  const [name, folder = ''] = value;
  const kind = (['relative', 'autoDetect', 'absolute'] as const).find((each) => each === name);
  if (kind !== undefined && value.length <= 2) return { value: { kind, folder } };
  return {
    problem: l10n.t(
      '`fileLocation` is none: write "absolute", or a list like ["relative", "${workspaceFolder}"].',
    ),
  };
}

function toBackground(values: Values<typeof background.fields> | undefined): BackgroundPattern | undefined {
  if (!values) return undefined;
  return { activeOnStart: values.activeOnStart, begins: values.beginsPattern, ends: values.endsPattern };
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}
