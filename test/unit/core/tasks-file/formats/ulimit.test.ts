import { expect, it } from 'vitest';
import { parseUlimitName, toUlimits } from '../../../../../src/core/tasks-file/formats/ulimit.ts';

it('takes the names that Docker knows, and helps with others', () => {
  expect(parseUlimitName('nofile')).toEqual({ value: 'nofile' });
  expect(parseUlimitName('noflie')).toHaveProperty(
    'problem',
    expect.stringContaining('did you mean "nofile"?'),
  );
  expect(parseUlimitName('quota')).toHaveProperty(
    'problem',
    expect.stringContaining('use one of core, cpu, '),
  );
});

it.each([
  [5, 5, 5],
  [-1, -1, -1],
  [{ soft: 1, hard: 2 }, 1, 2],
  [{ soft: 2, hard: 2 }, 2, 2],
  [{ soft: 7, hard: -1 }, 7, -1],
  [{ soft: -1, hard: -1 }, -1, -1],
])('reads %j', (values, soft, hard) => {
  expect(toUlimits({ nofile: values })).toEqual({ value: [{ name: 'nofile', soft, hard }] });
});

it.each([
  { soft: 2, hard: 1 },
  { soft: -1, hard: 100 },
])('refuses %j, as Docker does', (values) => {
  expect(toUlimits({ core: 0, nofile: values })).toHaveProperty(
    'problem',
    'the soft limit of "nofile" is above its hard limit: raise `hard`, or lower `soft`.',
  );
});
