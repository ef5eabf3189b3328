import { valueOf } from '../json/json.ts';
import type { Json, JsonObject } from '../json/json.ts';
import { layersOf } from '../layers.ts';
import type { System } from '../layers.ts';
import type { Place, Problem } from '../problem.ts';
import { toNames } from '../variables/names.ts';
import type { Names, Scope } from '../variables/variables.ts';
import { itemsOf, textOf } from './file-parts.ts';
import type { ServiceEntry } from './file-parts.ts';
import { emptyOverview, overlay } from './overview.ts';
import type { Overview } from './overview.ts';
import { checkReferences, referencesIn } from './reference.ts';

/** What all tasks of a file have in common. */
export interface Shared {
  readonly system: System;
  /** What the defaults say, and all there is to know of them. */
  readonly defaultLayers: readonly JsonObject[];
  readonly defaults: Overview;
  readonly servicesOf: (list: Json | undefined) => UsedServices;
  /** What can be referred to; `undefined`: that cannot be told, because the syntax is broken. */
  readonly serviceNames: Names | undefined;
  readonly labels: Names | undefined;
  readonly scope: Scope;
  readonly syntaxProblem: Problem | undefined;
  readonly defaultsProblem: Problem | undefined;
}

/** The services in the list of a task. */
interface UsedServices {
  readonly entries: readonly ServiceEntry[];
  /** The first of their mistakes. */
  readonly problem: Problem | undefined;
}

/** What was read of the file before its tasks. */
interface ReadFile {
  readonly services: readonly ServiceEntry[];
  readonly scope: Scope;
  readonly system: System;
  readonly syntax: readonly Problem[];
  readonly ofFile: readonly Problem[];
}

/** What all tasks have in common, and what is wrong with the names in the defaults. */
export function toShared(
  root: Json,
  { services, scope, system, syntax, ofFile }: ReadFile,
): { readonly shared: Shared; readonly problems: readonly Problem[] } {
  const isSure = syntax.length === 0;
  const json = valueOf(root, 'defaults');
  const defaultLayers = layersOf(json, system);
  const serviceNames = isSure ? toNames(services.map(({ name }) => name)) : undefined;
  const problems = defaultLayers.flatMap((layer) =>
    checkReferences(referencesIn(valueOf(layer, 'services')), serviceNames, 'service'),
  );
  const shared = {
    ...{ system, defaultLayers, defaults: defaultLayers.reduce(overlay, emptyOverview) },
    ...{ servicesOf: usingServices(services), serviceNames },
    labels: isSure ? toNames(labelsOf(root)) : undefined,
    ...{ scope, syntaxProblem: syntax[0] },
    defaultsProblem: [...ofFile, ...problems].find((problem) => json && isWithin(problem, json)),
  };
  return { shared, problems };
}

function labelsOf(root: Json): readonly string[] {
  return itemsOf(valueOf(root, 'tasks')).flatMap((each) => textOf(valueOf(each, 'label')) ?? []);
}

/** Each list is looked at once, as that of the defaults may be that of every task. */
function usingServices(services: readonly ServiceEntry[]): Shared['servicesOf'] {
  const byName = new Map(services.map((each) => [each.name, each]));
  const known = new Map<Json | undefined, UsedServices>();
  return (list) => {
    const used = known.get(list) ?? usedServices(list, byName);
    known.set(list, used);
    return used;
  };
}

function usedServices(list: Json | undefined, byName: ReadonlyMap<string, ServiceEntry>): UsedServices {
  const names = new Set(referencesIn(list).map(({ name }) => name));
  const entries = [...names].map((name) => byName.get(name)).filter((each) => each !== undefined);
  return {
    entries,
    problem: entries.map(({ problems }) => problems[0]).find((problem) => problem !== undefined),
  };
}

function isWithin(problem: Place, place: Place): boolean {
  return problem.offset >= place.offset && problem.offset < place.offset + place.length;
}
