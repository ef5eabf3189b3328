import * as l10n from '@vscode/l10n';
import type { Input } from '../core/tasks-file/input.ts';
import type { PlainJson } from '../core/tasks-file/json/json.ts';

/**
 * What a variable stands for whose value is found out when a task is run. `undefined`: the person gave up, and nothing is to
 * run. A problem is one sentence that says what is wrong and what to do.
 */
export type Answer = string | { readonly problem: string } | undefined;

/** Finds the values that no file has: it asks the editor and its person, or takes what was given before. */
export interface VariableResolver {
  /** `${config:key}`: a setting of the editor. */
  config(key: string): Promise<Answer>;
  /** `${command:id}`: what a command of the editor gives. */
  command(id: string, args?: PlainJson): Promise<Answer>;
  /** `${input:id}`. */
  input(input: Input): Promise<Answer>;
}

/**
 * Takes the values that were given and the inputs' defaults, where there is no editor.
 *
 * @param given by the variable's name: `input:suite`, `config:editor.tabSize`
 * @param howToGive what a person writes to give one, as part of a sentence: "Give it with ..."
 */
export function givenVariables(
  given: ReadonlyMap<string, string>,
  howToGive: (variable: string) => string,
): VariableResolver {
  const find = (variable: string, otherwise?: string): Promise<Answer> => {
    const problem = l10n.t(
      'There is nobody to ask for `{0}`: give it with {1}.',
      `\${${variable}}`,
      howToGive(variable),
    );
    return Promise.resolve(given.get(variable) ?? otherwise ?? { problem });
  };
  return {
    config: (key) => find(`config:${key}`),
    command: (id) => find(`command:${id}`),
    input: async (input) => {
      const variable = `input:${input.id}`;
      switch (input.type) {
        case 'promptString':
          return find(variable, input.default === '' ? undefined : input.default);
        case 'pickString':
          return optionOf(input, await find(variable, input.default));
        case 'command':
          return find(variable);
      }
    },
  };
}

function optionOf({ id, options }: Input & { type: 'pickString' }, answer: Answer): Answer {
  if (typeof answer !== 'string' || options.some(({ value }) => value === answer)) return answer;
  const values = options.map(({ value }) => `"${value}"`).join(', ');
  return {
    problem: l10n.t('"{0}" is no choice for `{1}`: give one of {2}.', answer, `\${input:${id}}`, values),
  };
}
