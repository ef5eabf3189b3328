import { valueOf } from '../json/json.ts';
import type { Json } from '../json/json.ts';
import type { Place } from '../problem.ts';
import { itemsOf } from '../reading/file-parts.ts';

/** A task, service or input of a tasks file, as an outline shows it. */
export interface OutlineItem {
  readonly kind: 'task' | 'service' | 'input';
  readonly name: string;
  /** What it is, in a word or a sentence of its author's; '' for nothing. */
  readonly detail: string;
  /** All of it. */
  readonly range: Place;
  /** Its name, with its quotes; in the range. */
  readonly selection: Place;
}

/** What a tasks file has that has a name, in the order of the file. */
export function outlineOf(root: Json | undefined): readonly OutlineItem[] {
  const items = [
    ...itemsOf(valueOf(root, 'tasks')).flatMap((task) => listed('task', task, 'label', 'detail', 'image')),
    ...servicesOf(valueOf(root, 'services')),
    ...itemsOf(valueOf(root, 'inputs')).flatMap((input) =>
      listed('input', input, 'id', 'description', 'type'),
    ),
  ];
  return items.sort((one, other) => one.range.offset - other.range.offset);
}

/** @param details the fields that tell what it is, the best first */
function listed(
  kind: 'task' | 'input',
  json: Json,
  nameField: string,
  ...details: readonly string[]
): readonly OutlineItem[] {
  const name = valueOf(json, nameField);
  if (name?.type !== 'string' || name.value.trim() === '') return [];
  return [{ kind, name: name.value, detail: textOf(json, details), range: json, selection: name }];
}

function servicesOf(services: Json | undefined): readonly OutlineItem[] {
  if (services?.type !== 'object') return [];
  return services.properties
    .filter(({ name }) => name.trim() !== '')
    .map(({ name, place, value }) => ({
      kind: 'service',
      name,
      detail: textOf(value, ['image']),
      range: { offset: place.offset, length: value.offset + value.length - place.offset },
      selection: place,
    }));
}

function textOf(json: Json, fields: readonly string[]): string {
  for (const field of fields) {
    const value = valueOf(json, field);
    if (value?.type === 'string' && value.value !== '') return value.value;
  }
  return '';
}
