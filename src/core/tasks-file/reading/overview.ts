import type { Listing } from '../definition.ts';
import { taskFields } from '../fields/fields.ts';
import { runOptions } from '../fields/flow-fields.ts';
import { group, icon, presentation } from '../fields/show-fields.ts';
import type { Json, JsonObject, Property } from '../json/json.ts';
import type { Context, Kind } from '../kinds/kind.ts';
import type { Field, Fields, Values } from '../kinds/object.ts';
import { isTaken } from '../layers.ts';
import { anyScope } from '../variables/variables.ts';

/** What has to be known of a task when the file is read, of all its layers, without merging them whole. */
export interface Overview {
  /** The fields that decide about others, each from its highest layer. */
  readonly properties: ReadonlyMap<string, Property>;
  readonly listing: Listing;
}

/** Of no layer. */
export const emptyOverview: Overview = {
  properties: new Map(),
  listing: {
    ...{ detail: undefined, icon: undefined, hide: false, group: undefined, isBackground: false },
    ...{ tty: false, interactive: false },
    presentation: defaultOf(taskFields.presentation),
    runOptions: defaultOf(taskFields.runOptions),
  },
};

/** With one layer more. Takes time for that layer alone, so that many tasks over large defaults take no longer than their text. */
export function overlay(under: Overview, layer: JsonObject): Overview {
  const own = new Map<string, Json>();
  const properties = new Map(under.properties);
  for (const { name, value } of layer.properties) own.set(name, value);
  for (const name of under.properties.keys())
    if (!isTaken(name, (other) => own.has(other))) properties.delete(name);
  for (const property of layer.properties)
    if (deciding.has(property.name)) properties.set(property.name, property);
  return { properties, listing: overlayListing(under.listing, own) };
}

function overlayListing(under: Listing, own: ReadonlyMap<string, Json>): Listing {
  return {
    detail: read(taskFields.detail, own.get('detail')) ?? under.detail,
    icon: overlayIcon(under.icon, own.get('icon')),
    hide: read(taskFields.hide, own.get('hide')) ?? under.hide,
    group: overlayGroup(under.group, own.get('group')),
    isBackground: read(taskFields.isBackground, own.get('isBackground')) ?? under.isBackground,
    tty: read(taskFields.tty, own.get('tty')) ?? under.tty,
    interactive: read(taskFields.interactive, own.get('interactive')) ?? under.interactive,
    presentation: { ...under.presentation, ...readPresent(presentation.fields, own.get('presentation')) },
    runOptions: { ...under.runOptions, ...readPresent(runOptions.fields, own.get('runOptions')) },
  };
}

const deciding: ReadonlySet<string> = new Set([
  ...['image', 'build', 'workspace', 'services', 'network', 'stdin', 'tty', 'interactive'],
]);

function defaultOf<T>({ otherwise }: Field<T>): T {
  if (otherwise?.value === undefined) throw new Error('A field that is shown has a default.');
  return otherwise.value;
}

function overlayIcon(under: Listing['icon'], json: Json | undefined): Listing['icon'] {
  const read = readPresent(icon.fields, json);
  return read ? { id: under?.id ?? 'tools', color: under?.color, ...read } : under;
}

function overlayGroup(under: Listing['group'], json: Json | undefined): Listing['group'] {
  if (json?.type === 'string') return read(taskFields.group, json) ?? under;
  const own = readPresent(group.fields, json);
  return own ? { kind: 'none', isDefault: false, ...under, ...own } : under;
}

function read<T>(field: { readonly kind: Kind<T> }, json: Json | undefined): T | undefined {
  return json && field.kind.read(json, silent);
}

/** The fields of an object that are there and right. */
function readPresent<F extends Fields>(fields: F, json: Json | undefined): Partial<Values<F>> | undefined {
  if (json?.type !== 'object') return undefined;
  const present = json.properties.flatMap(({ name, value }) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const known = field && read(field, value);
    return known === undefined ? [] : [[name, known] as const];
  });
  // Every field was read by the kind that its type comes from.
  return Object.fromEntries(present) as Partial<Values<F>>;
}

/** What is wrong has been reported with the whole. */
const silent: Context = { path: '', scope: anyScope, sureUntil: 0, report: () => undefined };
