import type { Listing } from './definition.ts';
import { taskFields } from './fields/fields.ts';
import { valueOf } from './json/json.ts';
import type { JsonObject } from './json/json.ts';
import type { Context } from './kinds/kind.ts';
import type { Values } from './kinds/object.ts';

/** What a list of tasks shows of one, with the defaults; what is wrong is left out. */
export function readListing(merged: JsonObject): Listing {
  const { detail, icon, hide, group, isBackground } = readSome(merged, listed);
  return {
    detail,
    icon: icon && { id: icon.id, color: icon.color },
    hide: hide ?? false,
    group,
    isBackground: isBackground ?? false,
  };
}

/** The names that a task, with the defaults, has for others; what is wrong is left out. */
export function referencesOf(merged: JsonObject): {
  readonly dependsOn: readonly string[];
  readonly dependsOrder: 'parallel' | 'sequence';
  readonly services: readonly string[];
} {
  const { dependsOn = [], dependsOrder = 'parallel', services = [] } = readSome(merged, referring);
  return { dependsOn: typeof dependsOn === 'string' ? [dependsOn] : dependsOn, dependsOrder, services };
}

const { detail, icon, hide, group, isBackground, dependsOn, dependsOrder, services } = taskFields;
const listed = { detail, icon, hide, group, isBackground };
const referring = { dependsOn, dependsOrder, services };

/** Some fields of a task that take no variables. */
function readSome<F extends Partial<typeof taskFields>>(json: JsonObject, fields: F): Partial<Values<F>> {
  const read = Object.entries(fields).flatMap(([name, { kind }]) => {
    const written = valueOf(json, name);
    return written ? [[name, kind.read(written, silent)] as const] : [];
  });
  // Every field was read by the kind that its type comes from.
  return Object.fromEntries(read) as Partial<Values<F>>;
}

const silent: Context = {
  path: '',
  scope: { variables: undefined, containerFolder: undefined },
  sureUntil: 0,
  report: () => undefined,
};
