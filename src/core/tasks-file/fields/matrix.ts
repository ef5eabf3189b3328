import * as l10n from '@vscode/l10n';
import { valueOf } from '../json/json.ts';
import type { Json, JsonObject, Property } from '../json/json.ts';
import { either, list, map, refined } from '../kinds/compound-kinds.ts';
import { toNames } from '../variables/names.ts';
import { rejectType } from '../kinds/kind.ts';
import type { Kind } from '../kinds/kind.ts';
import { defaulted, object } from '../kinds/object.ts';
import { boolean, number } from '../kinds/simple-kinds.ts';
import type { TextFormat } from '../kinds/simple-kinds.ts';
import { combinationsOf } from '../combinations.ts';
import { didYouMean } from '../did-you-mean.ts';
import type { Matrix } from '../matrix.ts';
import { quote } from '../parsed.ts';
import type { Parsed } from '../parsed.ts';
import type { Place } from '../problem.ts';
import { argument, count } from './value-kinds.ts';

const axisPattern = '^[A-Za-z_][A-Za-z0-9_\\-]*$';

/** The name of an axis. */
export const axisName: TextFormat<string> = {
  takes: () => l10n.t('the name of an axis'),
  pattern: axisPattern,
  parse: (name) =>
    /^[A-Za-z_][\w-]*$/u.test(name)
      ? { value: name }
      : { problem: l10n.t('{0} is not the name of an axis: use letters, digits, "_" and "-".', quote(name)) },
};

const figure = number({
  takes: () => l10n.t('a number'),
  minimum: -Number.MAX_SAFE_INTEGER,
  maximum: Number.MAX_SAFE_INTEGER,
  parse: (value) => ({ value: String(value) }),
});

const truth = refined(boolean(), (value) => ({ value: String(value) }));

const value = either(either(argument, figure), truth);

const combinations = list(
  map(axisName, value, () => l10n.t('an object of values')),
  () => l10n.t('a list of combinations'),
);

const axes = map(
  axisName,
  refined(
    list(value, () => l10n.t('a list of values')),
    (values) =>
      values.length > 0
        ? { value: values }
        : { problem: l10n.t('the axis has no values: write some, or remove it.') },
  ),
  () => l10n.t('an object of axes'),
);

/** What stands beside the axes. */
export const matrixSettings = object(
  {
    include: defaulted(
      combinations,
      [],
      'Values to add to the combinations that they do not contradict, and combinations beside those of the axes: `[{ "node": "24", "experimental": "yes" }]`.',
      { examples: [[{ node: '25', experimental: true }]] },
    ),
    exclude: defaulted(combinations, [], 'Combinations to leave out: each that has all of these values.', {
      examples: [[{ node: '22', db: 'mysql' }]],
    }),
    maxParallel: defaulted(
      count,
      0,
      'How many of the runs there may be at once. 0: as many as tasks run at once.',
      {
        synonyms: ['max-parallel'],
      },
    ),
    failFast: defaulted(boolean(), true, 'Whether the other runs are cancelled when one has failed.', {
      synonyms: ['fail-fast'],
    }),
  },
  { takes: () => l10n.t('an object with axes, `include`, `exclude`, `maxParallel` and `failFast`') },
);

/** Names of axes with their values, and the settings beside them. */
const unchecked: Kind<Matrix> = {
  takes: () => l10n.t('an object of axes, such as { "node": ["22", "24"] }'),
  types: ['object'],
  schema: {
    ...matrixSettings.schema,
    propertyNames: { pattern: axisPattern },
    additionalProperties: { type: 'array', minItems: 1, items: value.schema },
  },
  read(json, context) {
    if (json.type !== 'object') return rejectType(this, json, context);
    const scope = { ...context.scope, axes: toNames([]) };
    const settings = matrixSettings.read(part(json, isSetting), { ...context, scope });
    const read = axes.read(
      part(json, (name) => !isSetting(name)),
      { ...context, scope },
    );
    return settings && read && { axes: read, ...settings };
  },
};

/** A matrix. */
export const matrix = refined(unchecked, checkMatrix);

function part(json: JsonObject, isIn: (name: string) => boolean): JsonObject {
  return { ...json, properties: json.properties.filter(({ name }) => isIn(name)) };
}

function isSetting(name: string): boolean {
  return Object.hasOwn(matrixSettings.fields, name);
}

function checkMatrix(value: Matrix): Parsed<Matrix> {
  const names = Object.keys(value.axes);
  if (names.length === 0 && value.include.length === 0)
    return { problem: l10n.t('there is no axis: write one like "node": ["22", "24"].') };
  const unknown = value.exclude.flatMap((each) => Object.keys(each)).find((name) => !names.includes(name));
  if (unknown === undefined) {
    const combinations = combinationsOf(value);
    return 'problem' in combinations ? combinations : { value };
  }
  const near = didYouMean(unknown, names);
  return {
    problem:
      near === undefined
        ? l10n.t('{0} is not one of the axes: remove it from `exclude`.', quote(unknown))
        : l10n.t('{0} is not one of the axes: did you mean "{1}"?', quote(unknown), near),
  };
}

/** The name of an axis where a matrix has it. */
interface AxisPlace {
  readonly name: string;
  /** With its quotes. */
  readonly place: Place;
  /** Whether this makes the axis: `exclude` only names it. */
  readonly isDefinition: boolean;
}

/** Where a matrix, as it is written, has the names of its axes: those that `include` adds too. */
export function axisPlaces(json: Json | undefined): readonly AxisPlace[] {
  if (json?.type !== 'object') return nowhere;
  const inList = (name: string): readonly Property[] => {
    const list = valueOf(json, name);
    const items = list?.type === 'array' ? list.items : [];
    return items.flatMap((each) => (each.type === 'object' ? each.properties : []));
  };
  const own = json.properties.filter(({ name }) => !isSetting(name));
  const made = new Set(own.map(({ name }) => name));
  return [
    ...own.map(({ name, place }) => ({ name, place, isDefinition: true })),
    ...inList('include').map(({ name, place }) => ({ name, place, isDefinition: !made.has(name) })),
    ...inList('exclude').map(({ name, place }) => ({ name, place, isDefinition: false })),
  ];
}

const nowhere: readonly AxisPlace[] = [];

/** The names of the axes that a matrix has as it is written, those that `include` adds too. */
export function axisNames(json: Json | undefined): readonly string[] {
  return [...new Set(axisPlaces(json).flatMap(({ name, isDefinition }) => (isDefinition ? [name] : [])))];
}
