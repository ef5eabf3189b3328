import { file } from './fields/fields.ts';
import type { PlainJson } from './json/json.ts';
import type { JsonSchema } from './kinds/kind.ts';

/**
 * The JSON schema of a tasks file, from the same table as `parse`: draft 07 with the additions of VS Code's JSON language. What
 * it would say several times stands in its definitions.
 */
export function toJsonSchema(): JsonSchema {
  const definitions = new Map<string, PlainJson>();
  const schema = share(file.schema, countFields(file.schema), definitions);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Container tasks',
    markdownDescription: 'Tasks that run in containers.',
    allowComments: true,
    allowTrailingCommas: true,
    ...(isObject(schema) && schema),
    definitions: Object.fromEntries(definitions),
  };
}

/** How often each field's schema is there, by its text. */
function countFields(json: PlainJson, counts = new Map<string, number>()): ReadonlyMap<string, number> {
  for (const [key, value] of entriesOf(json)) {
    if (key === 'properties')
      for (const [, field] of entriesOf(value)) {
        const text = JSON.stringify(field);
        counts.set(text, (counts.get(text) ?? 0) + 1);
      }
    countFields(value, counts);
  }
  return counts;
}

/** The same with a reference in place of each field that is there several times. */
function share(
  json: PlainJson,
  counts: ReadonlyMap<string, number>,
  definitions: Map<string, PlainJson>,
): PlainJson {
  if (Array.isArray(json)) return json.map((each: PlainJson) => share(each, counts, definitions));
  if (!isObject(json)) return json;
  const shared = Object.entries(json).map(([key, value]) => {
    if (key !== 'properties') return [key, share(value, counts, definitions)] as const;
    const fields = entriesOf(value).map(([name, field]) => {
      const isRepeated = (counts.get(JSON.stringify(field)) ?? 0) > 1;
      const inner = share(field, counts, definitions);
      return [name, isRepeated ? reference(name, inner, definitions) : inner] as const;
    });
    return [key, Object.fromEntries(fields)] as const;
  });
  return Object.fromEntries(shared);
}

/** Fields of one name may differ: they are told apart by a number. */
function reference(name: string, schema: PlainJson, definitions: Map<string, PlainJson>): PlainJson {
  const text = JSON.stringify(schema);
  for (let number = 1; ; number++) {
    const id = number === 1 ? name : `${name}${number}`;
    const known = definitions.get(id);
    if (known === undefined) definitions.set(id, schema);
    if (known === undefined || JSON.stringify(known) === text) return { $ref: `#/definitions/${id}` };
  }
}

function entriesOf(json: PlainJson): [string, PlainJson][] {
  return typeof json === 'object' && json !== null ? Object.entries(json) : [];
}

function isObject(json: PlainJson): json is Readonly<Record<string, PlainJson>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
