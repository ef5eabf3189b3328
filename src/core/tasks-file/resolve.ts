import type { TaskDefinition } from './definition.ts';
import { task, taskFields } from './fields/fields.ts';
import { toJson, valueOf } from './json/json.ts';
import type { JsonObject } from './json/json.ts';
import type { Context } from './kinds/kind.ts';
import { mergeDefaults } from './merge.ts';
import type { Values } from './kinds/object.ts';
import type { TaskEntry } from './parse.ts';
import type { Problem } from './problem.ts';
import type { Variables } from './variables.ts';

/** A task that can run, or why it cannot. */
export type Resolved = { readonly definition: TaskDefinition } | { readonly problems: readonly Problem[] };

/**
 * Fills in the defaults and the variables of a task. Problems that only the variables' values bring to light have the place of
 * the text with the variables. Never throws.
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
  if (problems.length > 0 || !values) return { problems };
  return { definition: toDefinition(values) };
}

/** The workspace's folder in the container; whatever is wrong with it is reported when the whole task is read. */
function readContainerFolder(json: JsonObject, context: Context): string | undefined {
  const silent = { ...context, report: () => undefined };
  const workspace = taskFields.workspace.kind.read(valueOf(json, 'workspace') ?? toJson({}), silent);
  return workspace === false ? undefined : (workspace?.target ?? '');
}

function toDefinition(values: Values<typeof taskFields>): TaskDefinition {
  const { label, detail, image = '', env, user, init, timeout, pull, mounts, stop, resources } = values;
  const { platform = '', network = '', ports, extraHosts, capDrop } = values;
  const workspace = toWorkspace(values.workspace);
  return {
    label,
    detail,
    image,
    build: toBuild(values.build),
    platform,
    ...toArgv(values),
    cwd: values.cwd ?? (workspace === false ? '' : workspace.target),
    env,
    envFile: typeof values.envFile === 'string' ? [values.envFile] : (values.envFile ?? []),
    stdin: typeof values.stdin === 'string' ? { text: values.stdin } : values.stdin,
    user,
    workspace,
    mounts,
    ...resources,
    ...{ network, ports, extraHosts, capDrop },
    init,
    timeout,
    stop: { signal: stop.signal ?? '', grace: stop.grace },
    pull,
  };
}

/** A script's shell takes the place of the image's entrypoint, which would get the shell as its arguments. */
function toArgv(values: Values<typeof taskFields>): Pick<TaskDefinition, 'command' | 'entrypoint'> {
  const { script, shell, command = [], args = [], entrypoint } = values;
  if (script !== undefined) return { command: [...shell, script], entrypoint: entrypoint ?? [] };
  return { command: [...command, ...args], entrypoint };
}

/** A path is the context, as in Compose. */
function toBuild(build: Values<typeof taskFields>['build']): TaskDefinition['build'] {
  if (build === undefined) return undefined;
  if (typeof build === 'string') return { context: build, dockerfile: 'Dockerfile', target: '', args: {} };
  return { ...build, target: build.target ?? '' };
}

function toWorkspace(workspace: Values<typeof taskFields>['workspace']): TaskDefinition['workspace'] {
  return workspace === false ? false : { target: workspace.target, readonly: workspace.mode === 'readonly' };
}
