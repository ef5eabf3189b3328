import type { ServiceDefinition, TaskDefinition } from './definition.ts';
import { task, taskFields } from './fields/fields.ts';
import { service } from './fields/service.ts';
import { toJson, valueOf } from './json/json.ts';
import type { JsonObject } from './json/json.ts';
import type { Context } from './kinds/kind.ts';
import { mergeDefaults } from './merge.ts';
import type { ServiceEntry, TaskEntry } from './parse.ts';
import type { Problem } from './problem.ts';
import { toServiceDefinition, toTaskDefinition } from './to-definition.ts';
import type { Variables } from './variables.ts';

/** A task that can run, or why it cannot. */
export type Resolved = { readonly definition: TaskDefinition } | { readonly problems: readonly Problem[] };

/**
 * Fills in the defaults and the variables of a task and its services. Problems that only the variables' values bring to light
 * have the place of the text with the variables. Never throws.
 */
export function resolve(entry: TaskEntry, variables: Variables): Resolved {
  if (entry.problems.length > 0) return { problems: entry.problems };
  const json = mergeDefaults(entry.json, entry.defaults);
  const problems: Problem[] = [];
  const context = (containerFolder: string | undefined): Context => ({
    path: '',
    scope: { variables, containerFolder },
    sureUntil: Infinity,
    report: (problem) => problems.push(problem),
  });
  const values = task.read(json, context(readContainerFolder(json, context(undefined))));
  const services = entry.services.flatMap((each) => resolveService(each, context(undefined)));
  if (problems.length > 0 || !values) return { problems };
  return { definition: toTaskDefinition(values, services) };
}

/** The workspace's folder in the container; whatever is wrong with it is reported when the whole task is read. */
function readContainerFolder(json: JsonObject, context: Context): string | undefined {
  const silent = { ...context, report: () => undefined };
  const workspace = taskFields.workspace.kind.read(valueOf(json, 'workspace') ?? toJson({}), silent);
  return workspace === false ? undefined : (workspace?.target ?? '');
}

function resolveService({ name, json }: ServiceEntry, context: Context): ServiceDefinition[] {
  const values = service.read(json, { ...context, path: `services.${name}` });
  return values ? [toServiceDefinition(name, values)] : [];
}
