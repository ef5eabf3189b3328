import * as l10n from '@vscode/l10n';
import { didYouMean } from '../did-you-mean.ts';
import { toJson, valueOf } from '../json/json.ts';
import type { Json, JsonObject, PlainJson, Property } from '../json/json.ts';
import { anyScope } from '../variables/variables.ts';
import { rejectType } from './kind.ts';
import type { Context, JsonSchema, Kind } from './kind.ts';
import { reportRepeated } from './compound-kinds.ts';
import type { Fix, Place } from '../problem.ts';

/** A field of an object: the row of a table from which reading, messages, schema and tests follow. */
export interface Field<T, P extends Presence = Presence> extends FieldNotes {
  readonly kind: Kind<T>;
  readonly presence: P;
  /** Markdown, for hovers: what the field does, its forms, and what happens without it. */
  readonly description: string;
  /** What it is where it is absent: as it would be written, and as it is read. */
  readonly otherwise?: { readonly json: PlainJson; readonly value: T | undefined };
}

/** Whether a field must be there, may be absent, or then has a value all the same. */
export type Presence = 'required' | 'optional' | 'defaulted';

/** What helps a person to write a field. */
interface FieldNotes {
  /** Valid values; the editor proposes them, */
  readonly examples?: readonly PlainJson[];
  /** unless it knows better: what there is on this machine and in the file (`language/slot.ts`). */
  readonly isCompleted?: boolean;
  /** What the field is called elsewhere (Compose, dev containers). */
  readonly synonyms?: readonly string[];
}

/** The fields of an object by name. */
export type Fields = Readonly<Record<string, Field<unknown>>>;

/** What reading an object gives: every field, `undefined` where an optional one is absent. */
export type Values<F extends Fields> = {
  readonly [Name in keyof F]: F[Name] extends Field<infer T, infer P>
    ? P extends 'optional'
      ? T | undefined
      : T
    : never;
};

/** A field that must be there. */
export function required<T>(
  kind: Kind<T>,
  description: string,
  notes: FieldNotes = {},
): Field<T, 'required'> {
  return { kind, description, presence: 'required', ...notes };
}

/** A field that may be absent. */
export function optional<T>(
  kind: Kind<T>,
  description: string,
  notes: FieldNotes = {},
): Field<T, 'optional'> {
  return { kind, description, presence: 'optional', ...notes };
}

/** A field that has a value where it is absent, given as it would be written. */
export function defaulted<T>(
  kind: Kind<T>,
  json: PlainJson,
  description: string,
  notes: FieldNotes = {},
): Field<T, 'defaulted'> {
  const value = kind.read(toJson(json), apart);
  return { kind, description, presence: 'defaulted', otherwise: { json, value }, ...notes };
}

/** For reading a value that stands in no file: it is right, and has no variables. */
const apart: Context = {
  path: '',
  scope: anyScope,
  sureUntil: Infinity,
  report: () => undefined,
};

/** What must hold between the fields of an object. */
export interface Rule {
  /** One sentence for its author. */
  readonly message: () => string;
  readonly schema: JsonSchema;
  /** The name of the field at fault, if the rule is broken. */
  readonly broken: (object: JsonObject) => string | undefined;
}

/** Two fields that cannot both be there. */
export function exclusive(one: string, other: string, message: () => string): Rule {
  return {
    message,
    schema: { not: { required: [one, other] } },
    broken: (object) => (valueOf(object, one) && valueOf(object, other) ? other : undefined),
  };
}

/** What an object is called and what holds for it. */
interface ObjectNotes {
  /** With its article: `a task`. */
  readonly takes: () => string;
  readonly rules?: readonly Rule[];
  /** What the editor offers to insert, as VS Code's `defaultSnippets` have it. */
  readonly snippets?: readonly PlainJson[];
}

/** An object with the fields of a table, and no others. */
interface ObjectKind<F extends Fields> extends Kind<Values<F>> {
  readonly fields: F;
}

/** An object with these fields. */
export function object<const F extends Fields>(fields: F, notes: ObjectNotes): ObjectKind<F> {
  const { takes, rules = [] } = notes;
  const absent = valuesOfNothing(fields);
  const required = Object.keys(fields).filter((name) => fields[name]?.presence === 'required');
  return {
    takes,
    types: ['object'],
    fields,
    schema: objectSchema(fields, notes),
    read(json, context) {
      if (json.type !== 'object') return rejectType(this, json, context);
      const written = new Map<string, Json>();
      for (const property of json.properties) {
        reportRepeated(property, written, context);
        written.set(property.name, property.value);
        if (!Object.hasOwn(fields, property.name)) reportUnknown(property, fields, takes, context);
      }
      reportBroken(json, rules, context);
      const missing = required.filter((name) => !written.has(name));
      for (const name of missing) reportMissing(name, json, takes, context);
      const values = { ...absent };
      const complete = readWritten(written, fields, values, context);
      // Every field was read by the kind that its type comes from.
      return complete && missing.length === 0 ? (values as Values<F>) : undefined;
    },
  };
}

/** What every field is where it is not written. */
function valuesOfNothing(fields: Fields): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, { otherwise }]) => [name, otherwise?.value]));
}

/** Puts the values of the fields that are written into `values`; tells whether all of them have one. */
function readWritten(
  written: ReadonlyMap<string, Json>,
  fields: Fields,
  values: Record<string, unknown>,
  context: Context,
): boolean {
  let complete = true;
  for (const [name, json] of written) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (!field) continue;
    const path = context.path === '' ? name : `${context.path}.${name}`;
    const value = field.kind.read(json, { ...context, path });
    values[name] = value;
    if (value === undefined) complete = false;
  }
  return complete;
}

function objectSchema(fields: Fields, notes: ObjectNotes): JsonSchema {
  const { rules = [], snippets } = notes;
  const names = Object.keys(fields).filter((name) => fields[name]?.presence === 'required');
  return {
    type: 'object',
    properties: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, fieldSchema(field)])),
    additionalProperties: false,
    ...(names.length > 0 && { required: names }),
    ...(rules.length > 0 && {
      allOf: rules.map(({ schema, message }) => ({ ...schema, errorMessage: message() })),
    }),
    ...(snippets && { defaultSnippets: snippets }),
  };
}

function fieldSchema(field: Field<unknown>): JsonSchema {
  return {
    ...field.kind.schema,
    markdownDescription: field.description,
    ...(field.otherwise && { default: field.otherwise.json }),
    ...(field.examples && !field.isCompleted && { examples: field.examples }),
  };
}

function reportUnknown(property: Property, fields: Fields, takes: () => string, context: Context): void {
  const owner = context.path === '' ? takes() : `\`${context.path}\``;
  const names = Object.keys(fields);
  const same = names.find((each) => fields[each]?.synonyms?.includes(property.name));
  const near = same ?? didYouMean(property.name, names);
  const message = explainUnknown(property.name, owner, names, near);
  const remove: Fix = { kind: 'remove' };
  const fixes: readonly Fix[] = near === undefined ? [remove] : [{ kind: 'replace', value: near }, remove];
  context.report({ message, ...property.place, fixes });
}

function explainUnknown(
  name: string,
  owner: string,
  names: readonly string[],
  near: string | undefined,
): string {
  const written = name.length > 60 ? l10n.t('This') : `\`${name}\``;
  if (near !== undefined)
    return l10n.t('{0} is not a field of {1}: did you mean `{2}`?', written, owner, near);
  if (names.length > 6) return l10n.t('{0} is not a field of {1}: remove it.', written, owner);
  const all = names.map((each) => `\`${each}\``).join(', ');
  return l10n.t('{0} is not a field of {1}: remove it, or use {2}.', written, owner, all);
}

function reportBroken(json: JsonObject, rules: readonly Rule[], context: Context): void {
  for (const rule of rules) {
    const name = rule.broken(json);
    if (name === undefined) continue;
    const place = json.properties.findLast((property) => property.name === name)?.place;
    const fix: Fix = place ? { kind: 'remove' } : { kind: 'add', name };
    context.report({ message: rule.message(), ...(place ?? startOf(json)), fixes: [fix] });
  }
}

function reportMissing(name: string, json: JsonObject, takes: () => string, context: Context): void {
  if (json.offset + json.length > context.sureUntil) return;
  const owner = context.path === '' ? capitalize(takes()) : `\`${context.path}\``;
  context.report({
    message: l10n.t('{0} needs `{1}`: add it.', owner, name),
    ...startOf(json),
    fixes: [{ kind: 'add', name }],
  });
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function startOf(json: JsonObject): Place {
  return { offset: json.offset, length: 1 };
}
