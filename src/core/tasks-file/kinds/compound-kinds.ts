import * as l10n from '@vscode/l10n';
import { alternatives } from '../../alternatives.ts';
import { toPlain } from '../json/json.ts';
import type { Json, PlainJson, Property } from '../json/json.ts';
import { accept, rejectType } from './kind.ts';
import type { Context, Kind } from './kind.ts';
import type { TextFormat } from './simple-kinds.ts';
import type { Parsed } from '../parsed.ts';
import type { Problem } from '../problem.ts';

/** A list of values of one kind. */
export function list<T>(item: Kind<T>, takes: () => string): Kind<readonly T[]> {
  return {
    takes,
    types: ['array'],
    schema: { type: 'array', items: item.schema },
    read(json, context) {
      if (json.type !== 'array') return rejectType(this, json, context);
      return complete(
        json.items.map((each, index) => item.read(each, { ...context, path: `${context.path}[${index}]` })),
      );
    },
  };
}

/** Values of one kind under names that the user chooses. */
export function map<T>(
  name: TextFormat<string>,
  value: Kind<T>,
  takes: () => string,
): Kind<Readonly<Record<string, T>>> {
  return {
    takes,
    types: ['object'],
    schema: {
      type: 'object',
      additionalProperties: value.schema,
      ...(name.pattern !== undefined && { propertyNames: { pattern: name.pattern } }),
    },
    read(json, context) {
      if (json.type !== 'object') return rejectType(this, json, context);
      const seen = new Set<string>();
      const entries = json.properties.map((property) => {
        reportRepeated(property, seen, context);
        seen.add(property.name);
        const key = accept(name.parse(property.name), { type: 'null', ...property.place }, context);
        const read = value.read(property.value, { ...context, path: `${context.path}.${property.name}` });
        return key === undefined || read === undefined ? undefined : ([key, read] as const);
      });
      const pairs = complete(entries);
      return pairs && Object.fromEntries(pairs);
    },
  };
}

/** One of some kinds that take different types of JSON. */
export function either<A, B>(first: Kind<A>, second: Kind<B>): Kind<A | B> {
  const takes = (): string => alternatives([first.takes(), second.takes()]);
  return {
    takes,
    types: [...first.types, ...second.types],
    schema: { anyOf: [first.schema, second.schema] },
    read(json, context) {
      if (first.types.includes(json.type)) return first.read(json, context);
      if (second.types.includes(json.type)) return second.read(json, context);
      return rejectType(this, json, context);
    },
  };
}

/** A kind whose value is checked, or turned into another, once it is complete. */
export function refined<A, B>(kind: Kind<A>, refine: (value: A) => Parsed<B>): Kind<B> {
  return {
    ...kind,
    read(json, context) {
      const value = kind.read(json, context);
      return value === undefined ? undefined : accept(refine(value), json, context);
    },
  };
}

/** A kind of object whose fields have to go together. */
export function checked<T>(kind: Kind<T>, check: (value: T, json: Json) => Problem | undefined): Kind<T> {
  return {
    ...kind,
    read(json, context) {
      const value = kind.read(json, context);
      const problem = value === undefined ? undefined : check(value, json);
      if (problem) context.report(problem);
      return problem ? undefined : value;
    },
  };
}

/** JSON that is described by a kind and read later. */
export function unread(kind: Kind<unknown>): Kind<Json> {
  return {
    ...kind,
    read(json, context) {
      return kind.types.includes(json.type) ? json : rejectType(this, json, context);
    },
  };
}

/** Any JSON. */
export function anyValue(takes: () => string): Kind<PlainJson> {
  return {
    takes,
    types: ['string', 'number', 'boolean', 'null', 'array', 'object'],
    schema: {},
    read: toPlain,
  };
}

/** Reports that a name is in an object before. */
export function reportRepeated(
  property: Property,
  seen: { has(name: string): boolean },
  context: Context,
): void {
  if (!seen.has(property.name)) return;
  const { offset, length } = property.place;
  context.report({
    message: l10n.t('`{0}` is there twice: remove one of them.', property.name),
    offset,
    length,
  });
}

/** The values, if none of them is missing. */
function complete<T>(values: readonly (T | undefined)[]): readonly T[] | undefined {
  const present = values.filter((value) => value !== undefined);
  return present.length === values.length ? present : undefined;
}
