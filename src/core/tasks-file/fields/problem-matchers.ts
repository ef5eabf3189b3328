import type {
  BackgroundPattern,
  FileLocation,
  ProblemMatcher,
} from '../../problem-matcher/problem-matcher.ts';
import { either, list, refined } from '../kinds/compound-kinds.ts';
import { defaulted, object, optional, required } from '../kinds/object.ts';
import type { Values } from '../kinds/object.ts';
import { boolean, choice } from '../kinds/simple-kinds.ts';
import type { Parsed } from '../parsed.ts';
import { problemPattern, toPatterns } from './problem-pattern.ts';
import { argument, plainText, reference, regularExpression } from './value-kinds.ts';

const locationKind = choice(['absolute', 'relative', 'autoDetect'], 'none');

const linePattern = refined(
  either(
    regularExpression,
    object(
      { regexp: required(regularExpression, 'The regular expression of the line.') },
      { takes: 'an object with `regexp`' },
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
  { takes: 'an object with `activeOnStart`, `beginsPattern` and `endsPattern`' },
);

/** A matcher of the user's own. */
export const problemMatcher = object(
  {
    owner: defaulted(
      plainText,
      'external',
      'Who reports the problems: those of one owner replace each other.',
    ),
    source: optional(plainText, 'A name that is shown beside each problem, such as `eslint`.'),
    severity: defaulted(
      choice(['error', 'warning', 'info'], 'none'),
      'error',
      'The severity of problems whose line does not tell it.',
    ),
    fileLocation: defaulted(
      either(locationKind, list(argument, 'a list of a kind and a folder')),
      'relative',
      'How the name of a file is read: `"absolute"`; `"relative"` to the folder that the task runs in, or `["relative", "/workspace/app"]` to another; `["autoDetect", …]`: relative, and absolute where there is no such file. Folders of this machine and of the container will do.',
      { examples: ['absolute', ['relative', '${workspaceFolder}/app']] },
    ),
    pattern: required(
      either(problemPattern, list(problemPattern, 'a list of patterns')),
      'What a line with a problem looks like, or the lines of one, one after the other.',
      { synonyms: ['patterns'] },
    ),
    background: optional(
      background,
      'When a task that goes on (`isBackground`) is at work, and when it is ready.',
      {
        synonyms: ['watching'],
      },
    ),
  },
  { takes: 'a problem matcher' },
);

const own = refined(problemMatcher, toMatcher);

const one = either(reference, own);

/** The problem matchers of a task: names, or matchers of the user's own. */
export const problemMatchers = refined(either(one, list(one, 'a list of problem matchers')), (value) => ({
  value: isList(value) ? value : [value],
}));

function toMatcher(values: Values<typeof problemMatcher.fields>): Parsed<ProblemMatcher> {
  const patterns = toPatterns(isList(values.pattern) ? values.pattern : [values.pattern]);
  const fileLocation = toFileLocation(values.fileLocation);
  if ('problem' in patterns) return patterns;
  if ('problem' in fileLocation) return fileLocation;
  return {
    value: {
      owner: values.owner,
      source: values.source ?? '',
      severity: values.severity,
      fileLocation: fileLocation.value,
      patterns: patterns.value,
      background: toBackground(values.background),
    },
  };
}

function toFileLocation(value: FileLocation['kind'] | readonly string[]): Parsed<FileLocation> {
  if (typeof value === 'string') return { value: { kind: value, folder: '' } };
  const [name, folder = ''] = value;
  const kind = (['relative', 'autoDetect', 'absolute'] as const).find((each) => each === name);
  if (kind !== undefined && value.length <= 2) return { value: { kind, folder } };
  return {
    problem: '`fileLocation` is none: write "absolute", or a list like ["relative", "${workspaceFolder}"].',
  };
}

function toBackground(values: Values<typeof background.fields> | undefined): BackgroundPattern | undefined {
  if (!values) return undefined;
  return { activeOnStart: values.activeOnStart, begins: values.beginsPattern, ends: values.endsPattern };
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}
