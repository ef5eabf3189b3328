import * as l10n from '@vscode/l10n';
import { describe } from '../json/json.ts';
import type { Json, JsonString, PlainJson } from '../json/json.ts';
import { expand } from '../variables/expand.ts';
import type { VariableUse } from '../variables/expand.ts';
import type { Scope } from '../variables/variables.ts';
import type { Parsed } from '../parsed.ts';
import type { Problem } from '../problem.ts';

/** A kind of value: what it is called, which JSON it takes, and how that is read. From it follow the reader and the schema. */
export interface Kind<T> {
  /** What it takes, for a sentence: `a duration like "90s"`. A language with cases has it in the accusative. */
  readonly takes: () => string;
  /** The types of JSON it takes. */
  readonly types: readonly Json['type'][];
  readonly schema: JsonSchema;
  /**
   * The value, or `undefined` where there is none: it is wrong, which has then been reported, or it waits for the variables that the
   * scope does not have.
   */
  readonly read: (json: Json, context: Context) => T | undefined;
}

/** A JSON schema of draft 07, with VS Code's additions. */
export type JsonSchema = Readonly<Record<string, PlainJson>>;

/** Where a value stands and what reading it needs. */
export interface Context {
  /** The field's name in sentences: `resources.memory`, `mounts[0]`. */
  readonly path: string;
  readonly scope: Scope;
  /** Where the first mistake in the syntax is: what seems to be missing after it may only not be found. */
  readonly sureUntil: number;
  readonly report: (problem: Problem) => void;
  /** Is told of each text, and of the words of a command line in its place. */
  readonly see?: ((text: JsonString, use: VariableUse) => void) | undefined;
}

/** Reports that the value is of a type that its kind does not take. */
export function rejectType<T>(kind: Kind<T>, json: Json, context: Context): T | undefined {
  const { offset, length } = json;
  const message =
    context.path === ''
      ? l10n.t(
          'This is {0}, not {1}: write { "version": "1", "tasks": [] } and fill in the tasks.',
          describe(json),
          kind.takes(),
        )
      : l10n.t('`{0}` takes {1}, not {2}.', context.path, kind.takes(), describe(json));
  context.report({ message, offset, length });
  return undefined;
}

/** The value of what was read from a field, or `undefined` after reporting its problem. */
export function accept<T>(parsed: Parsed<T>, json: Json, context: Context): T | undefined {
  if ('value' in parsed) return parsed.value;
  // Only where the text has no escapes do its characters stand where they do in the file.
  const exact = parsed.at && json.type === 'string' && json.length === json.value.length + 2;
  const place = exact ? { offset: json.offset + 1 + parsed.at.start, length: parsed.at.length } : json;
  // What is in a text with escapes stands elsewhere in the file.
  const value = !parsed.at || exact ? parsed.near : undefined;
  context.report({
    message: l10n.t('In `{0}`, {1}', context.path, parsed.problem),
    offset: place.offset,
    length: place.length,
    ...(value !== undefined && { fixes: [{ kind: 'replace', value }] }),
  });
  return undefined;
}

/** The text with its variables replaced; `undefined` where it has variables and they are wrong or have no values. */
export function readText(json: JsonString, use: VariableUse, context: Context): string | undefined {
  context.see?.(json, use);
  return accept(expand(json.value, use, context.scope), json, context);
}
