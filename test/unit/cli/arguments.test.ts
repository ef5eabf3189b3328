import { expect, test } from 'vitest';

import { readArguments } from '../../../src/cli/arguments.ts';

test('reads a run with everything', () => {
  const words = [
    'run',
    'unit tests',
    '--folder',
    'app',
    '--input',
    'suite=e2e',
    '--input',
    'x=a=b',
    '--jobs',
    '3',
  ];
  expect(readArguments([...words, '--without-cache', '--engine', 'unix:///e.sock'])).toEqual({
    value: {
      kind: 'run',
      label: 'unit tests',
      folder: 'app',
      inputs: new Map([
        ['suite', 'e2e'],
        ['x', 'a=b'],
      ]),
      jobs: 3,
      withoutCache: true,
      engine: 'unix:///e.sock',
    },
  });
});

test('a run needs nothing but a label', () => {
  expect(readArguments(['run', 'build'])).toMatchObject({
    value: { kind: 'run', label: 'build', folder: '.', jobs: 0, withoutCache: false, engine: '' },
  });
});

test.each([[[]], [['--help']], [['-h']], [['run', 'x', '--help']]])('%j asks for help', (words) => {
  expect(readArguments(words)).toEqual({ value: { kind: 'help' } });
});

test('lists the tasks of a folder', () => {
  expect(readArguments(['list', '--folder', 'app'])).toEqual({ value: { kind: 'list', folder: 'app' } });
});

test.each([
  [['start', 'x'], '"start" is not a command: write "run LABEL" or "list".'],
  [['list', 'x'], '"list" takes no label'],
  [['run'], 'The label of the task is missing: write "run LABEL".'],
  [['run', 'unit', 'tests'], '"tests" is too much: put a label with blanks into quotes.'],
  [['run', 'x', '--input', 'suite'], '--input takes ID=VALUE, not "suite".'],
  [['run', 'x', '--jobs', 'all'], '--jobs takes a whole number, not "all".'],
  [['run', 'x', '--nope'], "Unknown option '--nope'"],
])('%j is told to be wrong', (words, message) => {
  expect(readArguments(words)).toMatchObject({ problem: expect.stringContaining(message) as unknown });
});
