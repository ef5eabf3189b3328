import type { Row, VariableIn } from './row.ts';

/** '' where it is not set, as in VS Code. */
export const environmentRow: Row = {
  parameter: 'NAME',
  meaning: 'The environment variable NAME of this machine; nothing where it is not set.',
  check: ({ argument }) =>
    checkEnvironmentName('env', argument) ??
    (argument.includes(':') ? `takes no default: write \`\${localEnv:${shorten(argument)}}\`.` : undefined),
  value: ({ argument, variables }) => ({ value: variables.env(argument) ?? '' }),
};

/** As in the {@link https://containers.dev/implementors/json_reference/#variables-in-devcontainerjson dev container specification}. */
export const localEnvironmentRow: Row = {
  parameter: 'NAME:default',
  meaning:
    'The environment variable NAME of this machine; `default`, or nothing without one, where it is not set.',
  check: ({ argument }) => checkEnvironmentName('localEnv', argument),
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
      use.argument === '' ? namesNothing(kind, parameter) : kind === 'input' ? checkInput(use) : undefined,
    value({ argument, variables }) {
      const value = variables.asked.get(`${kind}:${argument}`);
      return value === undefined ? { problem: `has no value: ${reasons[kind]}` } : { value };
    },
  };
}

const reasons = {
  config: 'there is no such setting, or it is no text, number or truth value.',
  command: 'the command gave none.',
  input: 'nobody was there to answer.',
};

/** The value of the run's combination. */
export const axisRow: Row = {
  parameter: 'AXIS',
  meaning: "The value that the run has of this axis of the task's `matrix`.",
  check: (use) => (use.argument === '' ? namesNothing('matrix', 'AXIS') : checkAxis(use)),
  value: ({ argument, variables }) =>
    Object.hasOwn(variables.matrix, argument)
      ? { value: variables.matrix[argument] ?? '' }
      : { problem: `has no value: this combination of the matrix has no "${shorten(argument)}".` },
};

function checkInput({ argument, scope: { inputs } }: VariableIn): string | undefined {
  if (!inputs || inputs.has(argument)) return undefined;
  const near = inputs.near(argument);
  const advice =
    near === undefined ? 'add one with this `id` to `inputs`.' : `did you mean \`\${input:${near}}\`?`;
  return `is not one of the inputs: ${advice}`;
}

function checkAxis({ argument, scope: { axes } }: VariableIn): string | undefined {
  if (!axes || axes.has(argument)) return undefined;
  const near = axes.near(argument);
  const advice = near === undefined ? 'add it to `matrix`.' : `did you mean \`\${matrix:${near}}\`?`;
  return `is not an axis of the task's matrix: ${advice}`;
}

function checkEnvironmentName(kind: string, argument: string): string | undefined {
  const [name = ''] = argument.split(':');
  if (name !== '' && !/[\s=${]/u.test(name)) return undefined;
  return `names no environment variable: write one like \`\${${kind}:PATH}\`.`;
}

function namesNothing(kind: string, parameter: string): string {
  return `names nothing: write \`\${${kind}:${parameter}}\`.`;
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
