import { valueOf } from './json/json.ts';
import type { Json, JsonObject } from './json/json.ts';

/**
 * A task over the defaults: its own value wins, and objects are merged key by key. A task with a `script` takes no `command` or
 * `args` from the defaults, and one with those no `script`. One with a `build` takes no `image` from there, which would be the
 * name of what it builds, and one with an `image` alone no `build`.
 */
export function mergeDefaults(task: JsonObject, defaults: Json | undefined): JsonObject {
  if (defaults?.type !== 'object') return task;
  const properties = defaults.properties.filter(({ name }) => isTaken(name, task));
  return merge(task, { ...defaults, properties });
}

/** Whether a field of the defaults is merged under this task. */
function isTaken(name: string, task: JsonObject): boolean {
  const isOwn = valueOf(task, name) !== undefined;
  return isOwn || !rivals.get(name)?.some((rival) => valueOf(task, rival));
}

/** The fields beside which a field does not come from the defaults. */
const rivals: ReadonlyMap<string, readonly string[]> = new Map([
  ['command', ['script']],
  ['args', ['script']],
  ['script', ['command', 'args']],
  ['image', ['build']],
  ['build', ['image']],
]);

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
