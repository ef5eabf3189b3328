import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskText } from '../../../../src/core/mask/mask.ts';

const secret = `p/s <ß&"'`;

test.each([
  ['as it is', secret],
  ['in base64', Buffer.from(secret).toString('base64')],
  ['in base64url', Buffer.from(secret).toString('base64url')],
  ['in a URL', encodeURIComponent(secret)],
  ['in a whole URL', encodeURI(secret)],
  ['in a URL in lower case', encodeURIComponent(secret).replace(/%../g, (hex) => hex.toLowerCase())],
  ['in a form', new URLSearchParams({ '': secret }).toString().slice(1)],
  ["by Python's quote", 'p/s%20%3C%C3%9F%26%22%27'],
  ['in JSON', JSON.stringify(secret).slice(1, -1)],
  ['in ASCII JSON', String.raw`p/s <\u00df&\"'`],
  ['in upper-case ASCII JSON', String.raw`p/s <\u00DF&\"'`],
  ['in JSON with escaped slashes', String.raw`p\/s <ß&\"'`],
  ['in JSON for HTML', String.raw`p/s \u003cß\u0026\"'`],
  ['in XML', `p/s &lt;ß&amp;"'`],
  ['in an attribute', `p/s &lt;ß&amp;&quot;&#39;`],
  ["in a shell's quotes", `p/s <ß&"'\\''`],
])('masks a secret %s', (_, form) => {
  expect(maskText(`before:${form}:after`, [secret])).toBe('before:***:after');
});

test('masks an emoji in ASCII JSON', () => {
  expect(maskText(String.raw`"key\ud83d\ude00"`, ['key😀'])).toBe('"***"');
});

test('masks each line of a secret, and the whole with its short ones', () => {
  const key = '-----BEGIN-----\nabcdefgh\nxyz\n';
  expect(maskText(`first abcdefgh xyz`, [key])).toBe('first *** xyz');
  expect(maskText(`${key}end`, [key])).toBe('***end');
  expect(maskText(`${key.replaceAll('\n', '\r\n')}end`, [key])).toBe('***end');
  expect(maskText(`[${JSON.stringify(key)}]`, [key])).toBe('["***"]');
  expect(maskText(`[${JSON.stringify(key.trim())}]`, [key])).toBe('["***"]');
});

/** What a person who sees the text has of the bits of the secret in it, at most. */
test('masks a secret anywhere in base64', () => {
  const text = fc.string({ maxLength: 5, unit: 'binary' });
  const hidden = fc
    .string({ minLength: 4, maxLength: 40, unit: 'binary' })
    .filter((it) => it.trim().length > 3);
  fc.assert(
    fc.property(
      text,
      hidden,
      text,
      fc.constantFrom('base64', 'base64url'),
      (before, value, after, encoding) => {
        const encoded = Buffer.from(before + value + after).toString(encoding);
        const masked = maskText(encoded, [value]);
        expect(masked).toContain('***');
        // Beside its neighbours' bytes only the bits are left that share a character with them.
        const neighbours = Buffer.byteLength(before) + Buffer.byteLength(after);
        expect(masked.replace('***', '').length).toBeLessThanOrEqual(Math.ceil((neighbours * 4) / 3) + 4);
      },
    ),
  );
});
