import { taskFields } from '../fields/fields.ts';
import { valueOf } from '../json/json.ts';
import type { Json } from '../json/json.ts';
import { referencesIn } from '../reading/reference.ts';
import { expand, variablesIn } from '../variables/expand.ts';
import { fileVariables } from '../variables/file-variables.ts';
import { anyScope } from '../variables/variables.ts';
import type { Variables } from '../variables/variables.ts';
import type { TasksDocument } from './tasks-document.ts';
import type { Text } from './texts.ts';
import { workspaceOf } from './workspace-of.ts';

/** What a text with variables will be in the container. */
export interface ResolvedText {
  /** With a variable left as it is where only a run knows its value, or it is none that may be shown. */
  readonly value: string;
  /** What was left, each once. */
  readonly left: readonly LeftVariable[];
}

/** A variable that was left as it is written. */
export interface LeftVariable {
  /** `${input:suite}`. */
  readonly written: string;
  /** `asked`: of a person or the editor when the task runs; `file`: it follows from the file that is open then; `matrix`: one of these values; `secret`: hidden; else what is wrong with it. */
  readonly why:
    | { readonly kind: 'asked' | 'file' | 'secret' }
    | { readonly kind: 'matrix'; readonly values: readonly string[] }
    | { readonly kind: 'problem'; readonly message: string };
}

/**
 * Replaces the variables of a text as far as that can be done without asking. `undefined`: it has none.
 *
 * @param variables as they are now; their `asked` has the settings that the text names
 */
export function resolveText(
  document: TasksDocument,
  text: Text,
  variables: Variables,
): ResolvedText | undefined {
  const { json, use } = text;
  const found = [...variablesIn(json.value, use)];
  if (use === 'none' || found.length === 0) return undefined;
  const scope = { ...anyScope, variables, containerFolder: containerFolderOf(document, text, variables) };
  const secrets = secretNames(document, text.owner);
  const left = new Map<string, LeftVariable>();
  let value = '';
  let end = 0;
  for (const { start, text: written, name = '' } of found) {
    const why = reasonToLeave(document, text, name, variables, secrets);
    const expanded = why ? undefined : expand(written, use, scope);
    value += json.value.slice(end, start);
    end = start + written.length;
    if (expanded && 'value' in expanded && expanded.value !== undefined) {
      value += expanded.value;
      continue;
    }
    value += written;
    const message = expanded && 'problem' in expanded ? expanded.problem : '';
    left.set(written, { written, why: why ?? { kind: 'problem', message } });
  }
  return { value: value + json.value.slice(end), left: [...left.values()] };
}

function reasonToLeave(
  document: TasksDocument,
  { owner }: Text,
  name: string,
  { env, asked }: Variables,
  secrets: ReadonlySet<string>,
): LeftVariable['why'] | undefined {
  if (Object.hasOwn(fileVariables, name)) return { kind: 'file' };
  const [, kind, argument = ''] = /^(input|command|config|matrix|env|localEnv):(.*)$/su.exec(name) ?? [];
  if (kind === 'input' || kind === 'command') return { kind: 'asked' };
  if (kind === 'config') return asked.has(name) ? undefined : { kind: 'asked' };
  if (kind === 'matrix') return { kind: 'matrix', values: valuesOfAxis(document, owner, argument) };
  if (kind === undefined) return undefined;
  const [variable = ''] = argument.split(':');
  return secrets.has(variable) || looksSecret(variable, env(variable) ?? '') ? { kind: 'secret' } : undefined;
}

/** Names that people give to what nobody should read over their shoulder, and addresses with a password in them. */
function looksSecret(name: string, value: string): boolean {
  const isNamed = /TOKEN|SECRET|PASSW|PASSPHRASE|CREDENTIAL|AUTH|KEY|(?:^|_)PASS$|_(?:PWD|PAT)$/iu.test(name);
  return isNamed || /:\/\/[^/\s@]*:[^/\s@]+@/u.test(value);
}

/** The variables of this machine that the owner, or the defaults, call secret. */
function secretNames({ root }: TasksDocument, owner: Json): ReadonlySet<string> {
  const lists = [owner, valueOf(root, 'defaults')].map((each) => valueOf(each, 'secrets'));
  const items = lists.flatMap((list) => (list?.type === 'array' ? list.items : []));
  return new Set(
    items
      .flatMap((each) => referencesIn(valueOf(each, 'from') ?? valueOf(each, 'env') ?? each))
      .map(({ name }) => name),
  );
}

function containerFolderOf(
  document: TasksDocument,
  { owner }: Text,
  variables: Variables,
): string | undefined {
  const context = { path: '', scope: { ...anyScope, variables }, sureUntil: 0, report: () => undefined };
  const workspace = taskFields.workspace.kind.read(workspaceOf(document, owner), context);
  return workspace === false ? undefined : (workspace?.target ?? '');
}

function valuesOfAxis({ names }: TasksDocument, owner: Json, name: string): readonly string[] {
  const owners = names.filter((each) => each.kind === 'axis' && each.isDefinition && each.name === name);
  const own = owners.some((each) => each.owner === owner) ? [owner] : owners.map((each) => each.owner);
  const values = own.flatMap((each) => {
    const matrix = valueOf(each, 'matrix');
    const include = valueOf(matrix, 'include');
    const added = include?.type === 'array' ? include.items.map((item) => valueOf(item, name)) : [];
    const axis = valueOf(matrix, name);
    return [...(axis?.type === 'array' ? axis.items : []), ...added];
  });
  return [...new Set(values.flatMap((each) => (each && 'value' in each ? [String(each.value)] : [])))];
}
