import * as l10n from '@vscode/l10n';
import type { ProblemPattern } from '../../problem-matcher/problem-matcher.ts';
import { defaulted, object, optional, required } from '../kinds/object.ts';
import type { Values } from '../kinds/object.ts';
import { boolean, choice } from '../kinds/simple-kinds.ts';
import type { Parsed } from '../parsed.ts';
import { count, regularExpression } from './value-kinds.ts';

/** A line of a problem. */
export const problemPattern = object(
  {
    regexp: required(
      regularExpression,
      'A regular expression that finds the line, with groups for its parts.',
      {
        examples: ['^(.*):(\\d+):(\\d+): (error|warning): (.*)$'],
      },
    ),
    kind: defaulted(
      choice(['location', 'file'], 'none'),
      'location',
      'Whether a problem is at a place in a file, or the whole file is at fault.',
    ),
    file: optional(
      count,
      'The number of the group with the name of the file. Default: 1 where the pattern is in no list.',
    ),
    location: optional(
      count,
      'The number of the group with the place: `line`, `line,column` or `line,column,endLine,endColumn`.',
    ),
    line: optional(
      count,
      'The number of the group with the line. Default: 2 where the pattern is in no list.',
    ),
    column: optional(
      count,
      'The number of the group with the column. Default: 3 where the pattern is in no list.',
    ),
    endLine: optional(count, 'The number of the group with the line where the problem ends.'),
    endColumn: optional(count, 'The number of the group with the column where the problem ends.'),
    severity: optional(count, 'The number of the group with the severity.'),
    code: optional(count, "The number of the group with the problem's code."),
    message: optional(
      count,
      'The number of the group with the message. Default: 0, the whole, where the pattern is in no list.',
    ),
    loop: defaulted(
      boolean(),
      false,
      'Of the last of several patterns: whether it is tried on each line that follows, until one does not match.',
    ),
  },
  { takes: () => l10n.t('an object with `regexp`') },
);

type PatternValues = Values<typeof problemPattern.fields>;

/** The patterns of a matcher, if they make sense together: {@link https://code.visualstudio.com/docs/debugtest/tasks#_defining-a-problem-matcher as in tasks.json}. */
export function toPatterns(values: readonly PatternValues[]): Parsed<readonly ProblemPattern[]> {
  const [only] = values;
  if (!only) return { problem: l10n.t('there is no pattern: write one.') };
  if (values.slice(0, -1).some(({ loop }) => loop))
    return { problem: l10n.t('only the last pattern can have `loop`: remove it from the others.') };
  const has = (name: 'file' | 'message' | 'line' | 'location'): boolean =>
    values.some((each) => each[name] !== undefined);
  if (!has('file')) return { problem: l10n.t('no pattern has a `file`: add the number of its group.') };
  if (!has('message')) return { problem: l10n.t('no pattern has a `message`: add the number of its group.') };
  if (only.kind === 'location' && !has('line') && !has('location'))
    return {
      problem: l10n.t(
        'no pattern has a `line` or a `location`: add the number of its group, or `"kind": "file"`.',
      ),
    };
  const tooHigh = values.find((each) => highestGroup(each) > groupsOf(each.regexp));
  if (tooHigh)
    return {
      problem: l10n.t(
        'there is no group {0} in `{1}`: it has {2}.',
        highestGroup(tooHigh),
        tooHigh.regexp.source,
        groupsOf(tooHigh.regexp),
      ),
    };
  return { value: values };
}

/** What VS Code fills in where a pattern is in no list. Where it has no third group, its lines have no columns. */
export function withDefaults(values: PatternValues): PatternValues {
  const { file = 1, message = 0, line = 2 } = values;
  const { column = groupsOf(values.regexp) < 3 ? undefined : 3 } = values;
  if (values.location !== undefined || values.kind === 'file') return { ...values, file, message };
  return { ...values, file, message, line, column };
}

function groupsOf(regexp: RegExp): number {
  return (new RegExp(`${regexp.source}|`).exec('')?.length ?? 1) - 1;
}

function highestGroup(values: PatternValues): number {
  const { file = 0, location = 0, line = 0, column = 0, endLine = 0, endColumn = 0 } = values;
  const { severity = 0, code = 0, message = 0 } = values;
  return Math.max(file, location, line, column, endLine, endColumn, severity, code, message);
}
