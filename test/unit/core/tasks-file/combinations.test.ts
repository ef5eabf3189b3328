import { expect, test } from 'vitest';
import { combinationsOf } from '../../../../src/core/tasks-file/combinations.ts';
import type { Combination, Matrix } from '../../../../src/core/tasks-file/matrix.ts';

// https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations
const documented: readonly (readonly [
  what: string,
  matrix: Partial<Matrix>,
  combinations: readonly Combination[],
])[] = [
  [
    'Adding a matrix strategy to your workflow job',
    { axes: { version: ['10', '12', '14'], os: ['ubuntu-latest', 'windows-latest'] } },
    [
      { version: '10', os: 'ubuntu-latest' },
      { version: '10', os: 'windows-latest' },
      { version: '12', os: 'ubuntu-latest' },
      { version: '12', os: 'windows-latest' },
      { version: '14', os: 'ubuntu-latest' },
      { version: '14', os: 'windows-latest' },
    ],
  ],
  [
    'Expanding or adding matrix configurations',
    {
      axes: { fruit: ['apple', 'pear'], animal: ['cat', 'dog'] },
      include: [
        { color: 'green' },
        { color: 'pink', animal: 'cat' },
        { fruit: 'apple', shape: 'circle' },
        { fruit: 'banana' },
        { fruit: 'banana', animal: 'cat' },
      ],
    },
    [
      { fruit: 'apple', animal: 'cat', color: 'pink', shape: 'circle' },
      { fruit: 'apple', animal: 'dog', color: 'green', shape: 'circle' },
      { fruit: 'pear', animal: 'cat', color: 'pink' },
      { fruit: 'pear', animal: 'dog', color: 'green' },
      { fruit: 'banana' },
      { fruit: 'banana', animal: 'cat' },
    ],
  ],
  [
    'Example: Expanding configurations',
    {
      axes: { os: ['windows-latest', 'ubuntu-latest'], node: ['14', '16'] },
      include: [{ os: 'windows-latest', node: '16', npm: '6' }],
    },
    [
      { os: 'windows-latest', node: '14' },
      { os: 'windows-latest', node: '16', npm: '6' },
      { os: 'ubuntu-latest', node: '14' },
      { os: 'ubuntu-latest', node: '16' },
    ],
  ],
  [
    'a matrix of `include` alone',
    {
      include: [
        { site: 'production', datacenter: 'site-a' },
        { site: 'staging', datacenter: 'site-b' },
      ],
    },
    [
      { site: 'production', datacenter: 'site-a' },
      { site: 'staging', datacenter: 'site-b' },
    ],
  ],
  [
    'Excluding matrix configurations',
    {
      axes: {
        os: ['macos-latest', 'windows-latest'],
        version: ['12', '14', '16'],
        environment: ['staging', 'production'],
      },
      exclude: [
        { os: 'macos-latest', version: '12', environment: 'production' },
        { os: 'windows-latest', version: '16' },
      ],
    },
    [
      { os: 'macos-latest', version: '12', environment: 'staging' },
      { os: 'macos-latest', version: '14', environment: 'staging' },
      { os: 'macos-latest', version: '14', environment: 'production' },
      { os: 'macos-latest', version: '16', environment: 'staging' },
      { os: 'macos-latest', version: '16', environment: 'production' },
      { os: 'windows-latest', version: '12', environment: 'staging' },
      { os: 'windows-latest', version: '12', environment: 'production' },
      { os: 'windows-latest', version: '14', environment: 'staging' },
      { os: 'windows-latest', version: '14', environment: 'production' },
    ],
  ],
];

test.each(documented)('has what GitHub Actions documents: %s', (_, matrix, combinations) => {
  expect(combinationsOf(matrixOf(matrix))).toEqual({ value: combinations });
});

test('brings back with `include` what `exclude` takes out', () => {
  const matrix = {
    axes: { node: ['22', '24'] },
    exclude: [{ node: '22' }],
    include: [{ node: '22', old: 'yes' }],
  };
  expect(combinationsOf(matrixOf(matrix))).toEqual({ value: [{ node: '24' }, { node: '22', old: 'yes' }] });
});

test('has the same combination once, where it comes first', () => {
  const matrix = {
    axes: { node: ['22', '24', '22'] },
    include: [
      { a: '1', node: '20' },
      { node: '20', a: '1' },
    ],
  };
  expect(combinationsOf(matrixOf(matrix))).toEqual({
    value: [{ node: '22' }, { node: '24' }, { a: '1', node: '20' }],
  });
});

test('takes axes of any name', () => {
  const matrix = { axes: { toString: ['a'], constructor: ['b'] }, include: [{ valueOf: 'c' }] };
  expect(combinationsOf(matrixOf(matrix))).toEqual({
    value: [{ toString: 'a', constructor: 'b', valueOf: 'c' }],
  });
});

test.each([
  [16, 256],
  [257, 1],
  [100_000, 100_000],
])('has at most 256 combinations: %s times %s', (a, b) => {
  const values = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index));
  const combinations = combinationsOf(matrixOf({ axes: { a: values(a), b: values(b) } }));
  const message = `there are ${a * b} combinations, and at most 256 can be run: give the axes fewer values, or make several tasks of it.`;
  expect(combinations).toEqual({ problem: message });
});

test('counts what is left after `exclude`', () => {
  const axes = { a: Array.from({ length: 257 }, (_, index) => String(index)) };
  expect(combinationsOf(matrixOf({ axes, exclude: [{ a: '7' }] }))).toMatchObject({ value: { length: 256 } });
});

test('says that nothing is left', () => {
  expect(combinationsOf(matrixOf({ axes: { node: ['22'] }, exclude: [{ node: '22' }] }))).toEqual({
    problem: 'no combination is left: take some out of `exclude`.',
  });
});

function matrixOf(matrix: Partial<Matrix>): Matrix {
  return { axes: {}, include: [], exclude: [], maxParallel: 0, failFast: true, ...matrix };
}
