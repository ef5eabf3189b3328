import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PlainText } from '../../../src/core/plain-text.ts';

const plain = (...pieces: string[]): string => {
  const text = new PlainText();
  return pieces.map((piece) => text.add(piece)).join('') + text.end();
};

test.each([
  ['plain text\n', 'plain text\n'],
  ['\x1b[31mred\x1b[0m', 'red'],
  ['\x1b[1;38;5;200mbold\x1b[K', 'bold'],
  ['\x1b]8;;https://example.com\x07link\x1b]8;;\x07', 'link'],
  ['\x1b]0;title\x1b\\text', 'text'],
  ['\x1b(Bcharset\x1b=', 'charset'],
  ['one\r\ntwo\r\r\nthree\r\n', 'one\ntwo\nthree\n'],
  ['10%\r20%\r100%\ndone', '100%\ndone'],
  ['tab\there\x00\x07', 'tab\there'],
  ['unfinished \x1b[3', 'unfinished '],
  ['ends with a return\r', 'ends with a return'],
])('makes %j readable', (output, expected) => {
  expect(plain(output)).toBe(expected);
});

test('begins a new line where a piece overwrites what was handed on', () => {
  expect(plain('10%', '\r20%', '\r30%\n')).toBe('10%\n20%\n30%\n');
  expect(plain('10%\r', '20%\n')).toBe('10%\n20%\n');
});

test('does not mind where text is split, but for overwritten lines', () => {
  const part = fc.constantFrom(
    'text',
    '\n',
    '\r\n',
    '\x1b[31m',
    '\x1b[0m',
    '\x1b]0;title\x07',
    '\x1b(B',
    'ü',
  );
  fc.assert(
    fc.property(fc.array(part), fc.array(fc.nat(200)), (parts, cuts) => {
      const whole = parts.join('');
      const places = [0, ...cuts.map((cut) => cut % (whole.length + 1)).sort((a, b) => a - b), whole.length];
      const pieces = places.slice(1).map((place, index) => whole.slice(places[index], place));
      expect(plain(...pieces)).toBe(plain(whole));
    }),
  );
});

test('takes a megabyte of anything in linear time', () => {
  for (const unit of ['x', '\x1b', '\x1b]', '\x1b[', '\r', '\r\n', '\x1b[0', '0;']) {
    expect(plain(unit.repeat(2 ** 20 / unit.length)).length).toBeLessThanOrEqual(2 ** 20);
  }
});
