import { axisPlaces } from '../fields/matrix.ts';
import { valueOf } from '../json/json.ts';
import type { Json } from '../json/json.ts';
import { systems } from '../layers.ts';
import type { Place } from '../problem.ts';
import { itemsOf } from '../reading/file-parts.ts';
import { referencesIn } from '../reading/reference.ts';
import { variablesIn } from '../variables/expand.ts';
import { contentOf, placeInText } from './escapes.ts';
import type { Text } from './texts.ts';

/** A name that an author chose, wherever it stands: its place is that of the name alone, without quotes. */
export interface Name extends Place {
  readonly kind: 'task' | 'service' | 'input' | 'axis';
  readonly name: string;
  readonly isDefinition: boolean;
  /** The task, service or defaults that it stands in; else the file. */
  readonly owner: Json;
}

/** Every name of a tasks file and every use of one. */
export function namesIn(
  file: string,
  root: Json | undefined,
  texts: ReadonlyMap<number, Text>,
): readonly Name[] {
  if (!root) return [];
  const names: Name[] = [];
  const add = (kind: Name['kind'], name: string, isDefinition: boolean, place: Place, owner: Json): void => {
    if (name.trim() !== '') names.push({ kind, name, isDefinition, ...contentOf(file, place), owner });
  };
  for (const task of itemsOf(valueOf(root, 'tasks'))) addTask(task, add);
  const services = valueOf(root, 'services');
  if (services?.type === 'object')
    for (const { name, place } of services.properties) add('service', name, true, place, root);
  addServices(valueOf(root, 'defaults'), add);
  for (const each of itemsOf(valueOf(root, 'inputs'))) {
    const id = valueOf(each, 'id');
    if (id?.type === 'string') add('input', id.value, true, id, root);
  }
  return [...names, ...[...texts.values()].flatMap((text) => usesIn(file, text))];
}

type Add = (kind: Name['kind'], name: string, isDefinition: boolean, place: Place, owner: Json) => void;

function addTask(task: Json, add: Add): void {
  const label = valueOf(task, 'label');
  if (label?.type === 'string') add('task', label.value, true, label, task);
  for (const each of referencesIn(valueOf(task, 'dependsOn'))) add('task', each.name, false, each, task);
  addServices(task, add);
  for (const { name, place, isDefinition } of axisPlaces(valueOf(task, 'matrix')))
    add('axis', name, isDefinition, place, task);
}

/** Those that it uses, on whichever system. */
function addServices(owner: Json | undefined, add: Add): void {
  if (!owner) return;
  for (const layer of [owner, ...systems.map((system) => valueOf(owner, system))])
    for (const each of referencesIn(valueOf(layer, 'services')))
      add('service', each.name, false, each, owner);
}

function usesIn(file: string, { json, use, owner }: Text): readonly Name[] {
  return [...variablesIn(json.value, use)].flatMap(({ start, name = '' }): Name[] => {
    const [, kind, used = ''] = /^(input|matrix):(.+)$/su.exec(name) ?? [];
    if (kind === undefined) return [];
    const place = placeInText(file, json, start + '${'.length + kind.length + 1, used.length);
    return [{ kind: kind === 'input' ? 'input' : 'axis', name: used, isDefinition: false, ...place, owner }];
  });
}
