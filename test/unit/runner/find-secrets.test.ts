import { expect, test } from 'vitest';
import { findSecrets } from '../../../src/runner/find-secrets.ts';

const host = { TOKEN: 'from-host', PIN: '123', EMPTY: '' };

function find(
  named: readonly { env: string; from: string }[],
  asked: readonly string[] = [],
  envVars: Readonly<Record<string, string>> = {},
) {
  const problems: string[] = [];
  return { ...findSecrets(named, asked, envVars, host, (message) => problems.push(message)), problems };
}

test('takes a secret from a variable of this machine, under its name or another', () => {
  const both = [
    { env: 'TOKEN', from: 'TOKEN' },
    { env: 'NPM_TOKEN', from: 'TOKEN' },
  ];
  expect(find(both, [], { A: 'b' })).toEqual({
    envVars: { A: 'b', TOKEN: 'from-host', NPM_TOKEN: 'from-host' },
    values: ['from-host'],
    problems: [],
  });
});

test('a variable that the task sets itself keeps its value, which is secret', () => {
  expect(find([{ env: 'TOKEN', from: 'TOKEN' }], [], { TOKEN: 'from-file' })).toEqual({
    envVars: { TOKEN: 'from-file' },
    values: ['from-file'],
    problems: [],
  });
});

test('what was asked for is secret, and no variable', () => {
  expect(find([], ['typed-in'])).toEqual({ envVars: {}, values: ['typed-in'], problems: [] });
});

test('an empty secret is passed on, and has nothing to mask', () => {
  expect(find([{ env: 'EMPTY', from: 'EMPTY' }])).toEqual({
    envVars: { EMPTY: '' },
    values: [],
    problems: [],
  });
});

test('says all that is wrong at once, without a value', () => {
  const wrong = [
    { env: 'NONE', from: 'MISSING' },
    { env: 'PIN', from: 'PIN' },
  ];
  expect(find(wrong, ['42']).problems).toEqual([
    'A secret that was asked for is too short to be masked in the output: it needs at least 4 characters, or has to be passed in "env" where it may be seen.',
    'The secret "MISSING" is not there: set that variable where VS Code is started, or correct "secrets".',
    'The secret "PIN" is too short to be masked in the output: it needs at least 4 characters, or has to be passed in "env" where it may be seen.',
  ]);
});
