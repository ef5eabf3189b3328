import type { Input } from '../core/tasks-file/input.ts';
import type { Answer, VariableResolver } from './variable-resolver.ts';

/** What was found out for a run. */
export interface Asked {
  /** By the variable's name: `input:suite`. */
  readonly values: ReadonlyMap<string, string>;
  /** Those of the values that are secret. */
  readonly secrets: readonly string[];
}

/**
 * Finds the values of variables, one after the other, as a person answers one question at a time. `undefined`: the person
 * gave up.
 *
 * @param names `config:x.y`, `command:id` and `input:id`, each once
 */
export async function askVariables(
  names: readonly string[],
  inputs: readonly Input[],
  resolver: VariableResolver,
): Promise<Asked | { readonly problem: string } | undefined> {
  const values = new Map<string, string>();
  const secrets: string[] = [];
  for (const name of names) {
    const input = inputs.find(({ id }) => name === `input:${id}`);
    const answer = await (input ? resolver.input(input) : askEditor(name, resolver));
    if (typeof answer !== 'string') return answer;
    values.set(name, answer);
    if (input?.type === 'promptString' && input.password) secrets.push(answer);
  }
  return { values, secrets };
}

function askEditor(name: string, resolver: VariableResolver): Promise<Answer> {
  const key = name.slice(name.indexOf(':') + 1);
  return name.startsWith('config:') ? resolver.config(key) : resolver.command(key);
}
