import fc from 'fast-check';
import { isIP } from 'node:net';
import { expect, it } from 'vitest';
import { isIpAddress } from '../../../../../src/core/tasks-file/formats/ip-address.ts';

it('agrees with Node.js on addresses, and on what looks like them', () => {
  const piece = fc.constantFrom(
    '0',
    '1',
    '255',
    '256',
    '01',
    'f',
    'ffff',
    'fffff',
    'g',
    '.',
    ':',
    '::',
    '1.2.3.4',
  );
  const almost = fc.array(piece, { maxLength: 18 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), almost), (text) => {
      expect(isIpAddress(text)).toBe(isIP(text) !== 0);
    }),
    { numRuns: 5000 },
  );
});

it.each([
  '::',
  '::1',
  '1::',
  'fe80::1',
  '::ffff:1.2.3.4',
  '1:2:3:4:5:6:7:8',
  '1:2:3:4:5:6:1.2.3.4',
  '10.0.0.1',
])('takes %s', (text) => {
  expect(isIpAddress(text)).toBe(true);
});

it.each([
  '',
  ':',
  ':::',
  '1:2:3:4:5:6:7',
  '1::2::3',
  '1:2:3:4:5:6:7::8:9',
  '::1%eth0',
  '[::1]',
  '1.2.3',
  'x',
])('refuses %j', (text) => {
  expect(isIpAddress(text)).toBe(false);
});
