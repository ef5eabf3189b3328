import * as l10n from '@vscode/l10n';
import type { Misspelt, Row, VariableIn } from './row.ts';

/** '' where it is not set, as in VS Code. */
export const environmentRow: Row = {
  parameter: 'NAME',
  meaning: 'The environment variable NAME of this machine; nothing where it is not set.',
  check: (use) => checkEnvironmentName('env', use) ?? checkDefault(use),
  value: ({ argument, variables }) => ({ value: variables.env(argument) ?? '' }),
};

/** As in the {@link https://containers.dev/implementors/json_reference/#variables-in-devcontainerjson dev container specification}. */
export const localEnvironmentRow: Row = {
  parameter: 'NAME:default',
  meaning:
    'The environment variable NAME of this machine; `default`, or nothing without one, where it is not set.',
  check: (use) => checkEnvironmentName('localEnv', use),
  value({ argument, variables }) {
    const [name = '', ...otherwise] = argument.split(':');
    return { value: variables.env(name) ?? otherwise.join(':') };
  },
};

/** What somebody or something is asked for before the run. */
export function askedRow(kind: 'config' | 'command' | 'input', parameter: string, meaning: string): Row {
  return {
    parameter,
    meaning,
    check: (use) =>
      use.argument === ''
        ? namesNothing(use.written, `\${${kind}:${parameter}}`)
        : kind === 'input'
          ? checkInput(use)
          : undefined,
    value({ written, argument, variables }) {
      const value = variables.asked.get(`${kind}:${argument}`);
      return value === undefined ? { problem: notAnswered[kind](written) } : { value };
    },
  };
}

const notAnswered = {
  config: (written: string) =>
    l10n.t('{0} has no value: there is no such setting, or it is no text, number or truth value.', written),
  command: (written: string) => l10n.t('{0} has no value: the command gave none.', written),
  input: (written: string) => l10n.t('{0} has no value: nobody was there to answer.', written),
};

/** The value of the run's combination. */
export const axisRow: Row = {
  parameter: 'AXIS',
  meaning: "The value that the run has of this axis of the task's `matrix`.",
  check: (use) => (use.argument === '' ? namesNothing(use.written, '${matrix:AXIS}') : checkAxis(use)),
  value: ({ written, argument, variables }) =>
    Object.hasOwn(variables.matrix, argument)
      ? { value: variables.matrix[argument] ?? '' }
      : {
          problem: l10n.t(
            '{0} has no value: this combination of the matrix has no "{1}".',
            written,
            shorten(argument),
          ),
        },
};

function checkInput({ written, argument, scope: { inputs } }: VariableIn): string | Misspelt | undefined {
  if (!inputs || inputs.has(argument)) return undefined;
  const name = inputs.near(argument);
  if (name === undefined)
    return l10n.t('{0} is not one of the inputs: add one with this `id` to `inputs`.', written);
  const near = `\${input:${name}}`;
  return { problem: l10n.t('{0} is not one of the inputs: did you mean `{1}`?', written, near), near };
}

function checkAxis({ written, argument, scope: { axes } }: VariableIn): string | Misspelt | undefined {
  if (!axes || axes.has(argument)) return undefined;
  const name = axes.near(argument);
  if (name === undefined)
    return l10n.t("{0} is not an axis of the task's matrix: add it to `matrix`.", written);
  const near = `\${matrix:${name}}`;
  return {
    problem: l10n.t("{0} is not an axis of the task's matrix: did you mean `{1}`?", written, near),
    near,
  };
}

function checkEnvironmentName(kind: string, { written, argument }: VariableIn): string | undefined {
  const [name = ''] = argument.split(':');
  if (name !== '' && !/[\s=${]/u.test(name)) return undefined;
  return l10n.t('{0} names no environment variable: write one like `{1}`.', written, `\${${kind}:PATH}`);
}

function checkDefault({ written, argument }: VariableIn): string | undefined {
  if (!argument.includes(':')) return undefined;
  return l10n.t('{0} takes no default: write `{1}`.', written, `\${localEnv:${shorten(argument)}}`);
}

function namesNothing(written: string, form: string): string {
  return l10n.t('{0} names nothing: write `{1}`.', written, form);
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
