import * as vscode from 'vscode';

import type { Input } from '../../core/tasks-file/input.ts';
import { messageOf } from '../../core/thrown.ts';
import type { Answer, VariableResolver } from '../../runner/variable-resolver.ts';

/**
 * Asks VS Code and its person, as VS Code does for its own tasks.
 *
 * @param folder whose settings count
 * @param recent what was chosen last, by input; it comes first the next time
 */
export function editorVariables(
  folder: vscode.WorkspaceFolder,
  recent: Map<string, string>,
): VariableResolver {
  return {
    config: (key) => Promise.resolve(readConfig(key, folder)),
    command: (id, args) => runCommand(`command:${id}`, id, args),
    input: async (input) => {
      if (input.type === 'command') return runCommand(`input:${input.id}`, input.command, input.args);
      const key = `${folder.uri.toString()}\n${input.id}`;
      const answer = await ask(input, recent.get(key));
      const isSecret = input.type === 'promptString' && input.password;
      if (answer !== undefined && !isSecret) recent.set(key, answer);
      return answer;
    },
  };
}

function readConfig(key: string, folder: vscode.WorkspaceFolder): Answer {
  const value: unknown = vscode.workspace.getConfiguration(undefined, folder).get(key);
  const variable = `\`\${config:${key}}\``;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return {
    problem:
      value === undefined
        ? vscode.l10n.t('There is no setting "{0}", or it has no value: correct {1}.', key, variable)
        : vscode.l10n.t('The setting "{0}" is neither text, number nor boolean: correct {1}.', key, variable),
  };
}

async function runCommand(variable: string, id: string, args: unknown): Promise<Answer> {
  try {
    const result: unknown = await vscode.commands.executeCommand(id, ...(args === undefined ? [] : [args]));
    if (typeof result === 'string' || result === undefined) return result;
    return {
      problem: vscode.l10n.t('The command "{0}" of `{1}` gives no text: use another.', id, `\${${variable}}`),
    };
  } catch (error) {
    return {
      problem: vscode.l10n.t(
        'The command "{0}" of `{1}` failed: {2}.',
        id,
        `\${${variable}}`,
        messageOf(error).replace(/\.$/, ''),
      ),
    };
  }
}

/** A click beside the question does not give up: what to type may be in another window. */
async function ask(
  input: Exclude<Input, { type: 'command' }>,
  last: string | undefined,
): Promise<string | undefined> {
  const prompt = input.description || input.id;
  if (input.type === 'promptString') {
    const { password } = input;
    const value = last ?? input.default;
    return vscode.window.showInputBox({ prompt, password, value, ignoreFocusOut: true });
  }
  const items = input.options.map(({ label, value }) => ({
    ...{ label, value },
    description: [value === label ? '' : value, value === input.default ? vscode.l10n.t('default') : '']
      .filter(Boolean)
      .join(', '),
  }));
  // What is likely comes first, and is chosen by Enter.
  const rank = ({ value }: { value: string }): number =>
    value === last ? 0 : value === input.default ? 1 : 2;
  items.sort((a, b) => rank(a) - rank(b));
  return (await vscode.window.showQuickPick(items, { placeHolder: prompt, ignoreFocusOut: true }))?.value;
}
