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
  const own = new Map(layer.properties.map((property) => [property.name, property]));
  const kept = [...under.properties].filter(([name]) => isTaken(name, (other) => own.has(other)));
  const added = [...own].filter(([name]) => deciding.has(name));
  const value = (name: string): Json | undefined => own.get(name)?.value;
  return {
    properties: new Map([...kept, ...added]),
    listing: {
      detail: read(taskFields.detail, value('detail')) ?? under.listing.detail,
      icon: overlayIcon(under.listing.icon, value('icon')),
      hide: read(taskFields.hide, value('hide')) ?? under.listing.hide,
      group: overlayGroup(under.listing.group, value('group')),
      isBackground: read(taskFields.isBackground, value('isBackground')) ?? under.listing.isBackground,
      tty: read(taskFields.tty, value('tty')) ?? under.listing.tty,
      interactive: read(taskFields.interactive, value('interactive')) ?? under.listing.interactive,
      presentation: {
        ...under.listing.presentation,
        ...readPresent(presentation.fields, value('presentation')),
      },
      runOptions: { ...under.listing.runOptions, ...readPresent(runOptions.fields, value('runOptions')) },
    },
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
