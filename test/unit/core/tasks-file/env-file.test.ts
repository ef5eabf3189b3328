import { describe, expect, it } from 'vitest';
import { parseEnvFile } from '../../../../src/core/tasks-file/env-file.ts';
import vectors from '../../../vectors/docker-cli.json' with { type: 'json' };

const unset = () => undefined;

describe('parseEnvFile', () => {
  it.each(vectors.env_file)('reads $line as Docker does', ({ line, set, error }) => {
    const file = parseEnvFile(line, unset);
    if (error === true) expect(file).toHaveProperty('line', 1);
    else if (Array.isArray(set)) expect(file).toEqual({ env: { [String(set[0])]: set[1] } });
    else expect(file).toEqual({ env: {} });
  });

  it('gives a name alone the value of the environment', () => {
    const env = (name: string) => (name === 'FROM_ENVIRONMENT' ? 'yes' : undefined);
    expect(parseEnvFile('FROM_ENVIRONMENT\nOTHER', env)).toEqual({ env: { FROM_ENVIRONMENT: 'yes' } });
  });

  it.each([
    ['a byte order mark', '\uFEFFA=1', { A: '1' }],
    ['CRLF', 'A=1\r\nB=2\r\n', { A: '1', B: '2' }],
    ['leading blanks', ' \t A=1\n  # no\n', { A: '1' }],
    ['trailing blanks, which belong to the value', 'A=1  ', { A: '1  ' }],
    ['blanks after the sign', 'A= 1', { A: ' 1' }],
    ['a # in a value', 'A=1 # 2', { A: '1 # 2' }],
    ['quotes and dollars as they are', `A='$x'`, { A: `'$x'` }],
    ['the last line of a name', 'A=1\nA=2', { A: '2' }],
    ['names that objects have', '__proto__=1', Object.fromEntries([['__proto__', '1']])],
    ['nothing', '', {}],
  ])('reads %s', (_, text, env) => {
    expect(parseEnvFile(text, unset)).toEqual({ env });
  });

  it.each([
    ['A=1\n=x', 2, '"=x" has no name before the "=": write NAME=value.'],
    ['\n\nexport A=1', 3, '"export A" has blanks in the name of a variable: write NAME=value.'],
    ['A=\0', 1, '"A" has a NUL character in its line: remove it.'],
  ])('says what is wrong with %j, and where', (text, line, message) => {
    expect(parseEnvFile(text, unset)).toEqual({ message, line });
  });
});
