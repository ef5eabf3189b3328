import { describe, expect, it } from 'vitest';
import { parseUser } from '../../../../../src/core/tasks-file/formats/user.ts';

describe('parseUser', () => {
  it.each([
    ['host', 'host'],
    ['image', ''],
    ['1000', '1000'],
    ['0:0', '0:0'],
    ['node', 'node'],
    ['www-data:www-data', 'www-data:www-data'],
    ['node:1000', 'node:1000'],
    ['2147483647', '2147483647'],
  ])('reads %s', (text, user) => {
    expect(parseUser(text)).toEqual({ value: user });
  });

  it.each(['', ':', '1000:', ':1000', '1:2:3', 'a b', '-1', 'a/b', '2147483648', '1:9999999999'])(
    'refuses "%s"',
    (text) => {
      expect(parseUser(text)).toHaveProperty('problem');
    },
  );
});
