import { describe, expect, it } from 'vitest';
import { parseExtraHost } from '../../../../../src/core/tasks-file/formats/extra-host.ts';

describe('parseExtraHost', () => {
  it.each([
    ['db:10.0.0.5', 'db:10.0.0.5'],
    ['db=10.0.0.5', 'db:10.0.0.5'],
    ['a.b-c_d:::1', 'a.b-c_d:::1'],
    ['six=2001:db8::1', 'six:2001:db8::1'],
    ['six:[2001:db8::1]', 'six:2001:db8::1'],
    ['me:host-gateway', 'me:host-gateway'],
  ])('reads %s as Compose does', (text, value) => {
    expect(parseExtraHost(text)).toEqual({ value });
  });

  it.each([
    ['db', '"db" is not a host: write "name:address"'],
    [':10.0.0.5', '"" is not the name of a host'],
    ['a b:10.0.0.5', '"a b" is not the name of a host'],
    ['-a:10.0.0.5', '"-a" is not the name of a host'],
    ['db:', '"" is not an address'],
    ['db:300.0.0.1', '"300.0.0.1" is not an address'],
    ['db:example.org', '"example.org" is not an address'],
    ['db:10.0.0.5:80', '"10.0.0.5:80" is not an address'],
  ])('says what is wrong with "%s"', (text, problem) => {
    expect(parseExtraHost(text)).toHaveProperty('problem', expect.stringContaining(problem));
  });
});
