import { didYouMean } from './did-you-mean.ts';
import type { Parsed } from './parsed.ts';

/** What the variables of a tasks file stand for, on the machine where VS Code's extensions run. */
export interface Variables {
  /** Absolute path of the workspace folder the file belongs to. */
  readonly workspaceFolder: string;
  readonly workspaceFolderBasename: string;
  /** Absolute path of the user's home folder. */
  readonly userHome: string;
  /** An environment variable's value; `undefined`: it is not set. */
  readonly env: (name: string) => string | undefined;
}

/** What variables may stand for in a run, or, where `variables` is `undefined`, in a file that is only checked. */
export interface Scope {
  readonly variables: Variables | undefined;
  /** The workspace's folder in the container; `undefined`: the task has none. Any text while a file is only checked. */
  readonly containerFolder: string | undefined;
}

/**
 * Which variables a text takes: `all`; `host`: all but the container's; `shell`: all, and `${...}` that is none of ours is left to the
 * shell; `none`; `literal`: none, and `${` is text.
 */
export type VariableUse = 'all' | 'host' | 'shell' | 'none' | 'literal';

/**
 * Puts the values of the variables into the text, as VS Code does. The value is `undefined` where there are variables and the
 * scope has no values for them.
 */
export function expand(text: string, use: VariableUse, scope: Scope): Parsed<string | undefined> {
  if (use === 'literal') return { value: text };
  let expanded = '';
  let end = 0;
  let waits = false;
  for (const found of findVariables(text)) {
    const value = evaluate(found, use, scope);
    if ('problem' in value) return { ...value, at: { start: found.start, length: found.text.length } };
    waits ||= scope.variables === undefined && value.value !== found.text;
    expanded += text.slice(end, found.start) + value.value;
    end = found.start + found.text.length;
  }
  return { value: waits ? undefined : expanded + text.slice(end) };
}

interface Found {
  readonly start: number;
  /** With `${` and `}`. */
  readonly text: string;
  /** What stands between them; `undefined`: there is no `}`. */
  readonly name: string | undefined;
}

function* findVariables(text: string): Generator<Found> {
  let start = text.indexOf('${');
  while (start >= 0) {
    const end = text.indexOf('}', start);
    if (end < 0) {
      yield { start, text: text.slice(start), name: undefined };
      return;
    }
    yield { start, text: text.slice(start, end + 1), name: text.slice(start + 2, end) };
    start = text.indexOf('${', end);
  }
}

function evaluate(found: Found, use: VariableUse, scope: Scope): Parsed<string> {
  const { name, text } = found;
  if (use === 'shell' && (name === undefined || isShells(name))) return { value: text };
  if (use === 'none')
    return { problem: `\`${shorten(text)}\` cannot stand here: this text takes no variables.` };
  if (name === undefined) return { problem: '`${` has no `}` after it: close the variable.' };
  const environment = /^(env|localEnv):/u.exec(name)?.[1];
  if (environment !== undefined)
    return evaluateEnvironment(name.slice(environment.length + 1), environment, scope);
  const evaluator = evaluators.get(name);
  if (!evaluator) return { problem: unknownVariable(name) };
  if (!name.startsWith('container')) return { value: evaluator(scope.variables ?? noVariables, '') };
  if (use === 'host')
    return { problem: `\`${text}\` cannot stand here: it is this folder that it stands for.` };
  if (scope.containerFolder === undefined)
    return {
      problem: `\`${text}\` has no value: the task has \`"workspace": false\`, so leave one of them out.`,
    };
  return { value: evaluator(scope.variables ?? noVariables, scope.containerFolder) };
}

const noVariables: Variables = {
  workspaceFolder: '',
  workspaceFolderBasename: '',
  userHome: '',
  env: () => undefined,
};

const evaluators: ReadonlyMap<string, (variables: Variables, containerFolder: string) => string> = new Map([
  ['workspaceFolder', (variables: Variables) => variables.workspaceFolder],
  ['workspaceFolderBasename', (variables: Variables) => variables.workspaceFolderBasename],
  ['localWorkspaceFolder', (variables: Variables) => variables.workspaceFolder],
  ['localWorkspaceFolderBasename', (variables: Variables) => variables.workspaceFolderBasename],
  ['containerWorkspaceFolder', (_: Variables, containerFolder: string) => containerFolder],
  ['containerWorkspaceFolderBasename', (_: Variables, containerFolder: string) => basename(containerFolder)],
  ['userHome', (variables: Variables) => variables.userHome],
]);

function basename(path: string): string {
  return path.split('/').findLast((part) => part !== '') ?? '';
}

/**
 * `env:X` is '' where X is not set, as in VS Code; `localEnv:X:default` is `default` then, as in the
 * {@link https://containers.dev/implementors/json_reference/#variables-in-devcontainerjson dev container specification}.
 */
function evaluateEnvironment(text: string, prefix: string, scope: Scope): Parsed<string> {
  const colon = text.indexOf(':');
  const name = colon < 0 ? text : text.slice(0, colon);
  if (name === '' || /[\s=${]/u.test(name))
    return {
      problem: `\`\${${prefix}:${shorten(text)}}\` names no environment variable: write one like \`\${${prefix}:PATH}\`.`,
    };
  if (prefix === 'env' && colon >= 0)
    return { problem: `\`\${env:${name}}\` takes no default: write \`\${localEnv:${shorten(text)}}\`.` };
  const otherwise = colon < 0 ? '' : text.slice(colon + 1);
  return { value: (scope.variables ?? noVariables).env(name) ?? otherwise };
}

/** In a script, `${...}` is the shell's but for what is clearly meant for us: our names, and VS Code's prefixes. */
function isShells(name: string): boolean {
  if (evaluators.has(name) || /workspacefold/iu.test(name)) return false;
  return !/^(env|localEnv|config|command|input):[A-Za-z_]/u.test(name);
}

function unknownVariable(name: string): string {
  const near = didYouMean(name, [...evaluators.keys()]);
  const unknown = `\`\${${shorten(name)}}\` is not a variable`;
  if (near !== undefined) return `${unknown}: did you mean \`\${${near}}\`?`;
  const known = [...evaluators.keys(), 'env:NAME', 'localEnv:NAME:default'].map((each) => `\`\${${each}}\``);
  return `${unknown}: use ${known.slice(0, -1).join(', ')} or ${known.slice(-1).join('')}, and a shell's own in \`script\`.`;
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
