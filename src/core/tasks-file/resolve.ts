import * as l10n from '@vscode/l10n';
import type { ServiceDefinition, TaskDefinition } from './definition.ts';
import { task, taskFields } from './fields/fields.ts';
import { service } from './fields/service.ts';
import { toJson, valueOf } from './json/json.ts';
import type { Json, JsonObject } from './json/json.ts';
import type { Context } from './kinds/kind.ts';
import { mergeLayers } from './layers.ts';
import type { Matrix } from './matrix.ts';
import type { TaskEntry } from './parse.ts';
import type { Problem } from './problem.ts';
import type { ServiceEntry } from './reading/file-parts.ts';
import { toServiceDefinition, toTaskDefinition } from './to-definition.ts';
import { variablesIn } from './variables/expand.ts';
import { anyScope } from './variables/variables.ts';
import type { Variables } from './variables/variables.ts';

/** A task that can run, or why it cannot. */
export type Resolved = { readonly definition: TaskDefinition } | { readonly problems: readonly Problem[] };

/**
 * Fills in the defaults and the variables of a task and its services. Problems that only the variables' values bring to light
 * have the place of the text with the variables. A compound task has no definition. Never throws.
 */
export function resolve(entry: TaskEntry, variables: Variables): Resolved {
  if (entry.problems.length > 0) return { problems: entry.problems };
  if (entry.isCompound) return { problems: [runsNothing(entry)] };
  const problems: Problem[] = [];
  const context = contextOf(variables, (problem) => problems.push(problem));
  const values = task.read(...withFolder(wholeTask(entry), context));
  const services = entry.services.flatMap((each) => resolveService(each, context));
  if (problems.length > 0 || !values) return { problems };
  return { definition: toTaskDefinition(values, services) };
}

/** The matrix of a task (`undefined`: it has none) with its variables replaced, or what is wrong with it. Never throws. */
export function resolveMatrix(
  entry: TaskEntry,
  variables: Variables,
): { readonly matrix: Matrix | undefined } | { readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const json = valueOf(wholeTask(entry), 'matrix');
  const context = contextOf(variables, (problem) => problems.push(problem));
  const matrix = json && taskFields.matrix.kind.read(json, { ...context, path: 'matrix' });
  return problems.length > 0 ? { problems } : { matrix };
}

/**
 * What some tasks want to know of VS Code and of a person: `config:x.y`, `command:id` and `input:id`, each once, in the order of
 * the text.
 */
export function askedVariables(entries: readonly TaskEntry[]): readonly string[] {
  const places = new Map<string, number>();
  const see: Context['see'] = (text, use) => {
    for (const { name = '', start } of variablesIn(text.value, use))
      if (/^(config|command|input):/u.test(name))
        places.set(name, Math.min(text.offset + start, places.get(name) ?? Infinity));
  };
  const context: Context = { path: '', scope: anyScope, sureUntil: Infinity, report: () => undefined, see };
  const services = new Set(entries.flatMap((entry) => entry.services));
  for (const entry of entries.filter(({ isCompound }) => !isCompound))
    task.read(...withFolder(wholeTask(entry), context));
  for (const { json } of services) service.read(json, context);
  return [...places].sort(([, one], [, other]) => one - other).map(([name]) => name);
}

function runsNothing({ labelOffset, labelLength }: TaskEntry): Problem {
  const message = l10n.t('The task runs nothing itself: run it with the tasks that it depends on.');
  return { message, offset: labelOffset, length: labelLength };
}

function contextOf(variables: Variables, report: Context['report']): Context {
  return { path: '', scope: { ...anyScope, variables }, sureUntil: Infinity, report };
}

/** The task with its defaults and overrides, in its own place. */
function wholeTask({ layers, offset, length }: TaskEntry): JsonObject {
  return { ...mergeLayers(layers), offset, length };
}

/** With the workspace's folder in the container; whatever is wrong with it is reported when the whole task is read. */
function withFolder(json: JsonObject, context: Context): [json: Json, context: Context] {
  const silent: Context = { ...context, report: () => undefined };
  const workspace = taskFields.workspace.kind.read(valueOf(json, 'workspace') ?? toJson({}), silent);
  const containerFolder = workspace === false ? undefined : (workspace?.target ?? '');
  return [json, { ...context, scope: { ...context.scope, containerFolder } }];
}

function resolveService({ name, json }: ServiceEntry, context: Context): ServiceDefinition[] {
  const values = service.read(json, { ...context, path: `services.${name}` });
  return values ? [toServiceDefinition(name, values)] : [];
}
