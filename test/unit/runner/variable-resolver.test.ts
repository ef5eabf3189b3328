import { expect, test } from 'vitest';
import type { Input } from '../../../src/core/tasks-file/input.ts';
import { givenVariables } from '../../../src/runner/variable-resolver.ts';

const text: Input = { type: 'promptString', id: 'name', description: '', default: '', password: false };
const pick: Input = {
  type: 'pickString',
  id: 'suite',
  description: '',
  options: [
    { label: 'Unit', value: 'unit' },
    { label: 'e2e', value: 'e2e' },
  ],
  default: undefined,
};
const command: Input = { type: 'command', id: 'made', command: 'make.it', args: undefined };
const nobody = {
  problem: 'There is nobody to ask for `${input:name}`: give it with --set input:name=VALUE.',
};

test.each<[Input, string | undefined, unknown]>([
  [text, 'x', 'x'],
  [text, '', ''],
  [text, undefined, nobody],
  [{ ...text, default: 'y' }, undefined, 'y'],
  [{ ...text, default: 'y' }, 'x', 'x'],
  [pick, 'e2e', 'e2e'],
  [{ ...pick, default: 'unit' }, undefined, 'unit'],
  [pick, 'Unit', { problem: '"Unit" is no choice for `${input:suite}`: give one of "unit", "e2e".' }],
  [pick, undefined, { problem: nobody.problem.replaceAll('name', 'suite') }],
  [command, 'x', 'x'],
  [command, undefined, { problem: nobody.problem.replaceAll('name', 'made') }],
])(
  'takes for %j what was given (%j), or the default, or says how to give it',
  async (input, value, answer) => {
    expect(await resolver({ [`input:${input.id}`]: value }).input(input)).toEqual(answer);
  },
);

test('takes settings and commands only as they were given', async () => {
  const variables = resolver({ 'config:a.b': '2', 'command:c': 'd' });
  expect([await variables.config('a.b'), await variables.command('c', { e: 1 })]).toEqual(['2', 'd']);
  expect(await variables.config('a')).toEqual({
    problem: nobody.problem.replaceAll('input:name', 'config:a'),
  });
  expect(await variables.command('x')).toEqual({
    problem: nobody.problem.replaceAll('input:name', 'command:x'),
  });
});

function resolver(given: Record<string, string | undefined>) {
  const values = Object.entries(given).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return givenVariables(new Map(values), (variable) => `--set ${variable}=VALUE`);
}
