import { valueOf } from './json/json.ts';
import type { Json, JsonObject } from './json/json.ts';

/** The system that VS Code's extensions run on, as tasks.json names it. */
export type System = (typeof systems)[number];

/** The fields of a task and of the defaults that hold for one system alone. */
export const systems = ['windows', 'osx', 'linux'] as const;

/** What an object says in general, and what it says for one system, which wins. */
export function layersOf(json: Json | undefined, system: System): readonly JsonObject[] {
  if (json?.type !== 'object') return [];
  const own = valueOf(json, system);
  return own?.type === 'object' ? [json, own] : [json];
}

/**
 * Each layer over those before it: its own value wins, and objects are merged key by key. A layer with a `script` takes no
 * `command` or `args` from below, and one with those no `script`. One with a `build` takes no `image` from there, which would be
 * the name of what it builds, and one with an `image` alone no `build`.
 */
export function mergeLayers(layers: readonly JsonObject[]): JsonObject {
  const none: JsonObject = { type: 'object', properties: [], offset: 0, length: 0 };
  return layers.reduce((under, layer) => {
    const properties = under.properties.filter(({ name }) => isTaken(name, (other) => valueOf(layer, other)));
    const over = layer.properties.filter(({ name }) => !systems.some((each) => each === name));
    return merge({ ...layer, properties: over }, { ...under, properties });
  }, none);
}

/** Whether a field from below stays under a layer that has these others. */
export function isTaken(name: string, has: (name: string) => unknown): boolean {
  return Boolean(has(name)) || !rivals.get(name)?.some((rival) => has(rival));
}

/** The fields beside which a field does not come from below. */
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
