import * as l10n from '@vscode/l10n';
import { conflicts } from '../fields/conflicts.ts';
import { task } from '../fields/fields.ts';
import { axisNames } from '../fields/matrix.ts';
import { valueOf } from '../json/json.ts';
import type { Json, JsonObject } from '../json/json.ts';
import { layersOf } from '../layers.ts';
import { quote } from '../parsed.ts';
import type { Place, Problem } from '../problem.ts';
import { toNames } from '../variables/names.ts';
import type { Names, Scope } from '../variables/variables.ts';
import { check } from './check.ts';
import { textOf } from './file-parts.ts';
import { overlay } from './overview.ts';
import type { Overview } from './overview.ts';
import { checkReferences, referencesIn } from './reference.ts';
import type { Reference } from './reference.ts';
import type { Shared } from './shared.ts';

/** A task of the file, with the mistakes that are its own. */
export interface ReadTask {
  readonly json: JsonObject;
  readonly label: string | undefined;
  readonly layers: readonly JsonObject[];
  readonly overview: Overview;
  readonly dependsOn: readonly Reference[];
  readonly isCompound: boolean;
  readonly problems: readonly Problem[];
  /** What it has of others' mistakes: of the syntax, the defaults, its services. */
  readonly inherited: readonly Problem[];
}

/** Reads a task of the file; what is no object has been reported with the file. */
export function readTask(json: Json, shared: Shared): ReadTask[] {
  if (json.type !== 'object') return [];
  const own = layersOf(json, shared.system);
  const overview = own.reduce(overlay, shared.defaults);
  const dependsOn = referencesIn(valueOf(json, 'dependsOn'));
  const isCompound =
    dependsOn.length > 0 && !own.some((layer) => running.some((name) => valueOf(layer, name)));
  const problems = [
    ...check(task, json, {
      scope: scopeOf(json, overview, shared),
      sureUntil: shared.syntaxProblem?.offset ?? Infinity,
    }),
    ...checkReferences(dependsOn, shared.labels, 'task'),
    ...own.flatMap((layer) =>
      checkReferences(referencesIn(valueOf(layer, 'services')), shared.serviceNames, 'service'),
    ),
    ...(isCompound ? [] : checkWhole(json, own, overview, shared)),
  ];
  const label = labelOf(json);
  const layers = [...shared.defaultLayers, ...own];
  const inherited = inheritedBy(
    json,
    isCompound ? undefined : overview.properties.get('services')?.value,
    shared,
  );
  return [{ json, label, layers, overview, dependsOn, isCompound, problems, inherited }];
}

function inheritedBy(json: JsonObject, services: Json | undefined, shared: Shared): readonly Problem[] {
  const { syntaxProblem, defaultsProblem, servicesOf } = shared;
  const problems = [
    isSpoiled(json, shared) ? syntaxProblem : undefined,
    defaultsProblem,
    servicesOf(services).problem,
  ];
  return problems.filter((problem) => problem !== undefined);
}

/** What makes a task one that runs something itself. */
const running = ['image', 'build', 'command', 'args', 'script', 'entrypoint'];

function scopeOf(json: JsonObject, { properties }: Overview, { scope }: Shared): Scope {
  const hasFolder = properties.get('workspace')?.value.type !== 'boolean';
  return {
    ...scope,
    containerFolder: hasFolder ? '' : undefined,
    axes: scope.axes && axesOf(json),
  };
}

function axesOf(json: JsonObject): Names {
  const names = axisNames(valueOf(json, 'matrix'));
  return names.length === 0 ? noNames : toNames(names);
}

const noNames = toNames([]);

/** What shows only in a task together with its defaults. */
function checkWhole(
  json: JsonObject,
  own: readonly JsonObject[],
  overview: Overview,
  shared: Shared,
): readonly Problem[] {
  const { properties } = overview;
  const place = placeOfLabel(json);
  const problems: Problem[] = [];
  // Where the syntax is broken, the image may be there and not be found.
  if (!properties.has('image') && !properties.has('build') && !isSpoiled(json, shared)) {
    const message = l10n.t('The task has no image: add `image` or `build`, or put one into `defaults`.');
    problems.push({ message, ...place, fixes: [{ kind: 'add', name: 'image' }] });
  }
  const whole: JsonObject = { ...json, properties: [...properties.values()] };
  for (const { message, broken } of conflicts)
    if (
      broken(whole) !== undefined &&
      ![...shared.defaultLayers, ...own].some((layer) => broken(layer) !== undefined)
    )
      problems.push({ message: message(), ...place });
  return [...problems, ...checkAxes(json, properties.get('services')?.value, shared)];
}

/** What services take of a matrix that the task does not have. */
function checkAxes(
  json: JsonObject,
  list: Json | undefined,
  { servicesOf, scope }: Shared,
): readonly Problem[] {
  if (!scope.axes) return [];
  const axes = axesOf(json);
  for (const { name, axes: needed } of servicesOf(list).entries) {
    const missing = needed.find((axis) => scope.axes?.has(axis) && !axes.has(axis));
    if (missing === undefined) continue;
    const message = l10n.t(
      'The service {0} takes `{1}`, which the task does not have: add the axis to its `matrix`.',
      quote(name),
      `\${matrix:${missing}}`,
    );
    return [{ message, ...placeOfLabel(json) }];
  }
  return [];
}

/** Whether a mistake in the syntax comes before the end of the task, or of what is merged under it: what follows is a guess. */
function isSpoiled(json: Json, { syntaxProblem, defaultLayers }: Shared): boolean {
  return [json, ...defaultLayers].some(
    (each) => each.offset + each.length > (syntaxProblem?.offset ?? Infinity),
  );
}

/** The label, or the first character of a task that has none. */
export function placeOfLabel(json: JsonObject): Place {
  const { offset, length } = valueOf(json, 'label') ?? { offset: json.offset, length: 1 };
  return { offset, length };
}

function labelOf(json: JsonObject): string | undefined {
  const label = textOf(valueOf(json, 'label'));
  return label?.trim() === '' ? undefined : label;
}
