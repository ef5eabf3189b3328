import * as l10n from '@vscode/l10n';
import { alternatives } from '../../alternatives.ts';
import { accept, readText, rejectType } from './kind.ts';
import type { JsonSchema, Kind } from './kind.ts';
import { didYouMean } from '../did-you-mean.ts';
import { quote } from '../parsed.ts';
import type { Parsed } from '../parsed.ts';
import type { VariableUse } from '../variables/expand.ts';

/** How a text is checked and turned into its value. */
export interface TextFormat<T> {
  readonly takes: () => string;
  /** Reads the text once its variables have been replaced. */
  readonly parse: (text: string) => Parsed<T>;
  /** What the schema can check of it; where variables may stand, a text with some passes. */
  readonly pattern?: string;
  /** Default: `host`. */
  readonly variables?: VariableUse;
}

/** A text in a format. */
export function text<T>(format: TextFormat<T>): Kind<T> {
  const { takes, parse, pattern, variables = 'host' } = format;
  return {
    takes,
    types: ['string'],
    schema: pattern === undefined ? { type: 'string' } : patternSchema(takes, pattern, variables),
    read(json, context) {
      if (json.type !== 'string') return rejectType(this, json, context);
      const expanded = readText(json, variables, context);
      return expanded === undefined ? undefined : accept(parse(expanded), json, context);
    },
  };
}

function patternSchema(takes: () => string, pattern: string, variables: VariableUse): JsonSchema {
  const takesVariables =
    variables === 'none' || variables === 'literal' ? pattern : `${variablePattern}|${pattern}`;
  return { type: 'string', pattern: takesVariables, patternErrorMessage: `This takes ${takes()}.` };
}

/** A text with a variable: what it will be is known when it runs. */
const variablePattern = '\\$\\{';

/** One of some words. */
export function choice<const T extends string>(
  values: readonly T[],
  variables: VariableUse = 'host',
): Kind<T> {
  const takes = (): string => alternatives(values.map((value) => `"${value}"`));
  const kind = text({ takes, parse: (word) => parseChoice(word, values, takes), variables });
  const schema: JsonSchema = { enum: values };
  return {
    ...kind,
    schema: variables === 'none' ? schema : { anyOf: [schema, { type: 'string', pattern: variablePattern }] },
  };
}

function parseChoice<T extends string>(word: string, values: readonly T[], takes: () => string): Parsed<T> {
  const value = values.find((each) => each === word);
  if (value !== undefined) return { value };
  const near = didYouMean(word, values);
  return {
    problem:
      near === undefined
        ? l10n.t('{0} is not one of its values: write {1}.', quote(word), takes())
        : l10n.t('{0} is not one of its values: did you mean "{1}"?', quote(word), near),
    near,
  };
}

/** True or false. */
export function boolean(): Kind<boolean> {
  const takes = (): string => l10n.t('true or false');
  return {
    takes,
    types: ['boolean'],
    schema: { type: 'boolean' },
    read(json, context) {
      return json.type === 'boolean' ? json.value : rejectType(this, json, context);
    },
  };
}

/** False and nothing else: a field that is switched off. */
export function off(): Kind<false> {
  const takes = (): string => 'false';
  return {
    takes,
    types: ['boolean'],
    schema: { const: false },
    read(json, context) {
      if (json.type !== 'boolean') return rejectType(this, json, context);
      return json.value
        ? accept({ problem: l10n.t('true is no value: write false, or leave the field out.') }, json, context)
        : false;
    },
  };
}

/** What a number may be, and how it is turned into its value. */
interface NumberFormat<T> {
  readonly takes: () => string;
  readonly integer?: boolean;
  readonly minimum: number;
  readonly maximum: number;
  readonly parse: (value: number) => Parsed<T>;
}

/** A number within limits. */
export function number<T>(format: NumberFormat<T>): Kind<T> {
  const { takes, integer = false, minimum, maximum, parse } = format;
  return {
    takes,
    types: ['number'],
    schema: { type: integer ? 'integer' : 'number', minimum, maximum },
    read(json, context) {
      if (json.type !== 'number' || (integer && !Number.isInteger(json.value)))
        return rejectType(this, json, context);
      if (json.value < minimum || json.value > maximum)
        return accept(
          { problem: l10n.t('{0} is out of range: write {1} to {2}.', json.value, minimum, maximum) },
          json,
          context,
        );
      return accept(parse(json.value), json, context);
    },
  };
}
