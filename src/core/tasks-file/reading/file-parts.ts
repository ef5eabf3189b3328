import * as l10n from '@vscode/l10n';
import { axisNames } from '../fields/matrix.ts';
import { input } from '../fields/input.ts';
import { service } from '../fields/service.ts';
import type { Input } from '../input.ts';
import { valueOf } from '../json/json.ts';
import type { Json, JsonObject } from '../json/json.ts';
import type { Context } from '../kinds/kind.ts';
import { quote } from '../parsed.ts';
import type { Place, Problem } from '../problem.ts';
import { variablesIn } from '../variables/expand.ts';
import { toNames } from '../variables/names.ts';
import { anyScope } from '../variables/variables.ts';
import type { Scope } from '../variables/variables.ts';
import { check } from './check.ts';

/** A service of the file. */
export interface ServiceEntry {
  readonly name: string;
  /** Its mistakes. */
  readonly problems: readonly Problem[];
  /** The axes of a matrix that it takes values of. */
  readonly axes: readonly string[];
  /** As it is written. */
  readonly json: JsonObject;
  /** Of its name, with the quotes. */
  readonly place: Place;
}

/** What the variables of a file can name: its inputs, and the axes of all its matrices. Unknown where the syntax is broken. */
export function scopeOf(root: Json, sureUntil: number): Scope {
  if (sureUntil !== Infinity) return anyScope;
  const ids = itemsOf(valueOf(root, 'inputs')).flatMap((each) => textOf(valueOf(each, 'id')) ?? []);
  const axes = itemsOf(valueOf(root, 'tasks')).flatMap((each) => axisNames(valueOf(each, 'matrix')));
  return { ...anyScope, inputs: toNames(ids), axes: toNames(axes) };
}

/** The services of the file. */
export function readServices(
  json: Json | undefined,
  scope: Scope,
  sureUntil: number,
): readonly ServiceEntry[] {
  if (json?.type !== 'object') return [];
  return json.properties.flatMap(({ name, place, value }) => {
    // What is no object has been reported with the file.
    if (value.type !== 'object') return [];
    const axes = new Set<string>();
    const see: Context['see'] = (text, use) => {
      for (const { name: variable } of variablesIn(text.value, use))
        if (variable?.startsWith('matrix:')) axes.add(variable.slice('matrix:'.length));
    };
    const problems = check(service, value, { path: `services.${name}`, scope, sureUntil, see });
    return [{ name, problems, axes: [...axes], json: value, place }];
  });
}

/** The inputs of the file that have no mistake; what is wrong with their names. */
export function readInputs(json: Json | undefined): {
  readonly inputs: readonly Input[];
  readonly problems: readonly Problem[];
} {
  const inputs = new Map<string, Input>();
  const problems: Problem[] = [];
  for (const item of itemsOf(json)) {
    const read = input.read(item, { path: '', scope: anyScope, sureUntil: 0, report: () => undefined });
    if (!read) continue;
    const { offset, length } = valueOf(item, 'id') ?? item;
    if (inputs.has(read.id))
      problems.push({
        message: l10n.t(
          'Another input is called {0} already: give this one an `id` of its own.',
          quote(read.id),
        ),
        offset,
        length,
      });
    else inputs.set(read.id, read);
  }
  return { inputs: [...inputs.values()], problems };
}

/** The values of a list; none of what is no list. */
export function itemsOf(json: Json | undefined): readonly Json[] {
  return json?.type === 'array' ? json.items : [];
}

/** The text of a value that is one. */
export function textOf(json: Json | undefined): string | undefined {
  return json?.type === 'string' ? json.value : undefined;
}
