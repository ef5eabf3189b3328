import { valueOf } from './json.ts';
import type { Json, JsonObject } from './json.ts';

/**
 * A task over the defaults: its own value wins, and objects are merged key by key. A task with a `script` takes no `command` or
 * `args` from the defaults, and one with those no `script`.
 */
export function mergeDefaults(task: JsonObject, defaults: Json | undefined): JsonObject {
  if (defaults?.type !== 'object') return task;
  const without = valueOf(task, 'script') ? ['command', 'args'] : [];
  if (valueOf(task, 'command') ?? valueOf(task, 'args')) without.push('script');
  const properties = defaults.properties.filter((property) => !without.includes(property.name));
  return merge(task, { ...defaults, properties });
}

function merge(over: JsonObject, under: JsonObject): JsonObject {
  const merged = new Map(under.properties.map((property) => [property.name, property]));
  for (const property of over.properties) {
    const below = merged.get(property.name)?.value;
    const { value } = property;
    const both = value.type === 'object' && below?.type === 'object';
    merged.set(property.name, both ? { ...property, value: merge(value, below) } : property);
  }
  return { ...over, properties: [...merged.values()] };
}
