import type { Remedy } from '../run-result.ts';
import type { Json, JsonObject } from './json/json.ts';
import { valueOf } from './json/json.ts';
import type { TaskEntry, TasksFile } from './parse.ts';
import type { Place } from './problem.ts';

/** What a task's file has to be changed in. */
type InFile = Extract<Remedy, { readonly in: 'file' }>;

/** A part of the text that a person has to change. */
export interface RemedyPlace extends Place {
  /** The path of the field that stands there; undefined: it is the name of what has no such field yet. */
  readonly field: string | undefined;
}

/**
 * Where in its file a person mends a task: the value of the field where it comes from, be that the task, its overrides for this
 * system, or the defaults; else the label of the task, or the name of the service, that has no such field yet. Undefined where
 * the file has neither any more.
 *
 * @param label of the task
 */
export function placeOf(file: TasksFile, label: string, remedy: InFile): RemedyPlace | undefined {
  const task = file.tasks.find((each) => each.label === label);
  if (!task) return undefined;
  if (remedy.service === undefined) return inLayers(task.layers, remedy) ?? ofLabel(task);
  const service = file.services.find(({ name }) => name === remedy.service);
  if (!service) return ofLabel(task);
  const { offset, length } = service.place;
  return inLayers([service.json], remedy) ?? { field: undefined, offset, length };
}

function ofLabel({ labelOffset, labelLength }: TaskEntry): RemedyPlace {
  return { field: undefined, offset: labelOffset, length: labelLength };
}

/** The highest layer wins. */
function inLayers(layers: readonly JsonObject[], { field, value }: InFile): RemedyPlace | undefined {
  if (field === undefined) return undefined;
  for (const layer of layers.toReversed()) {
    for (const name of namesOf(field)) {
      const found = name.split('.').reduce<Json | undefined>(valueOf, layer);
      const part = found && partOf(found, name, value);
      if (part) return { field: name, offset: part.offset, length: part.length };
    }
  }
  return undefined;
}

/** The fields that may have what is called by this one, the likeliest first. */
function namesOf(field: string): readonly string[] {
  return others[field] ?? [field];
}

const others: Readonly<Record<string, readonly string[]>> = {
  command: ['shell', 'script', 'command', 'args', 'entrypoint'],
  mounts: ['mounts', 'workspace'],
  capAdd: ['capAdd', 'capDrop'],
  privileged: ['privileged', 'capAdd'],
  image: ['image', 'build'],
  platform: ['platform', 'image'],
  'build.target': ['build.target', 'build'],
};

/** What of a field's value has the text in it: of a list, the item. A shell that is not at fault is left out. */
function partOf(json: Json, name: string, value: string | undefined): Json | undefined {
  if (name === 'shell') return value !== undefined && itemWith(json, value) ? json : undefined;
  if (json.type !== 'array' || value === undefined || name === 'command') return json;
  return itemWith(json, value) ?? json;
}

function itemWith(json: Json, value: string): Json | undefined {
  return json.type === 'array' ? json.items.find((item) => has(item, value)) : undefined;
}

function has(json: Json, value: string): boolean {
  switch (json.type) {
    case 'string':
      return json.value.includes(value) || (json.value.length > 1 && value.endsWith(cleaned(json.value)));
    case 'number':
      return String(json.value) === value;
    case 'object':
      return json.properties.some((property) => has(property.value, value));
    case 'array':
    case 'boolean':
    case 'null':
      return false;
  }
}

/** A path of this machine as it ends when it is absolute: `./data:/data` has `/data`. */
function cleaned(text: string): string {
  return `/${(text.split(':')[0] ?? '').replace(/^\.\//, '')}`;
}
