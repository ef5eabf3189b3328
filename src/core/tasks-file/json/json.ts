import * as l10n from '@vscode/l10n';
import type { Place } from '../problem.ts';

/** A JSON value with its place in the text. */
export type Json = JsonString | JsonNumber | JsonBoolean | JsonNull | JsonArray | JsonObject;

export interface JsonString extends Place {
  readonly type: 'string';
  readonly value: string;
}

export interface JsonNumber extends Place {
  readonly type: 'number';
  readonly value: number;
}

export interface JsonBoolean extends Place {
  readonly type: 'boolean';
  readonly value: boolean;
}

export interface JsonNull extends Place {
  readonly type: 'null';
}

export interface JsonArray extends Place {
  readonly type: 'array';
  readonly items: readonly Json[];
}

/** Its properties are in the order of the text, and a name may be there twice. */
export interface JsonObject extends Place {
  readonly type: 'object';
  readonly properties: readonly Property[];
}

export interface Property {
  readonly name: string;
  /** Of the name, with its quotes. */
  readonly place: Place;
  readonly value: Json;
}

/** The value of the property, the last one where the name is there twice; `undefined` where there is none. */
export function valueOf(json: Json | undefined, name: string): Json | undefined {
  if (json?.type !== 'object') return undefined;
  // Plain, because every rule on every object asks for its fields here.
  for (let index = json.properties.length - 1; index >= 0; index--) {
    const property = json.properties[index];
    if (property?.name === name) return property.value;
  }
  return undefined;
}

/** Names of properties and places in lists, from the outermost value to one in it. */
export type JsonPath = readonly (string | number)[];

/** The value at a path; `undefined` where there is none. */
export function valueAt(json: Json | undefined, path: JsonPath): Json | undefined {
  return path.reduce<Json | undefined>((value, part) => {
    if (typeof part === 'string') return valueOf(value, part);
    return value?.type === 'array' ? value.items[part] : undefined;
  }, json);
}

/** A plain value as JSON that stands nowhere in the text. */
export function toJson(value: PlainJson): Json {
  const place = { offset: 0, length: 0 };
  if (value === null) return { type: 'null', ...place };
  if (typeof value === 'string') return { type: 'string', value, ...place };
  if (typeof value === 'number') return { type: 'number', value, ...place };
  if (typeof value === 'boolean') return { type: 'boolean', value, ...place };
  if (isList(value)) return { type: 'array', items: value.map(toJson), ...place };
  const properties = Object.entries(value).map(([name, child]) => ({ name, place, value: toJson(child) }));
  return { type: 'object', properties, ...place };
}

/** A JSON value without its place; of a name that is there twice, the last. */
export function toPlain(json: Json): PlainJson {
  switch (json.type) {
    case 'null':
      return null;
    case 'array':
      return json.items.map(toPlain);
    case 'object':
      return Object.fromEntries(json.properties.map(({ name, value }) => [name, toPlain(value)]));
    case 'string':
    case 'number':
    case 'boolean':
      return json.value;
  }
}

/** A JSON value as JavaScript has it. */
export type PlainJson =
  string | number | boolean | null | readonly PlainJson[] | { readonly [name: string]: PlainJson };

// Array.isArray does not narrow a union with a readonly array.
function isList(value: PlainJson): value is readonly PlainJson[] {
  return Array.isArray(value);
}

/** How a sentence names the value: short, as it is written. */
export function describe(json: Json): string {
  switch (json.type) {
    case 'string':
      return json.value.length > 40 ? l10n.t('a text') : JSON.stringify(json.value);
    case 'number':
    case 'boolean':
      return String(json.value);
    case 'null':
      return 'null';
    case 'array':
      return l10n.t('a list');
    case 'object':
      return l10n.t('an object');
  }
}
