import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isMaskable, Mask, maskText } from '../../../../src/core/mask/mask.ts';
import { secretForms } from '../../../../src/core/mask/secret-forms.ts';

/** What the pieces become one after the other, and what comes at the end. */
function masked(secrets: readonly string[], pieces: readonly (string | Uint8Array)[]): string[] {
  const stream = new Mask(secrets).stream();
  const given = pieces.map((piece) => Buffer.from(stream.add(Buffer.from(piece))).toString());
  return [...given, Buffer.from(stream.end()).toString()];
}

test('masks a secret that is split over chunks, and what comes before and after it not', () => {
  expect(masked(['hunter22'], ['my hun', 'ter', '22 is\n'])).toEqual(['my ', '', '*** is\n', '']);
});

test('holds back only what may be the beginning of a secret', () => {
  const secrets = ['hunter22'];
  expect(masked(secrets, ['Password: '])).toEqual(['Password: ', '']);
  expect(masked(secrets, ['hunt', 'ing', '!'])).toEqual(['', 'hunting', '!', '']);
  expect(masked(secrets, ['hunhunt', 'er22'])).toEqual(['hun', '***', '']);
  expect(masked(secrets, ['hunter2'])).toEqual(['', 'hunter2']);
  // The first letter of its base64, at the end of a line.
  expect(masked(secrets, ['Ready a\n'])).toEqual(['Ready a\n', '']);
});

test('masks occurrences that overlap as one', () => {
  expect(maskText('abcdefgh', ['abcd', 'cdef'])).toBe('***gh');
  expect(maskText('aaaaaaa', ['aaaa'])).toBe('***');
  expect(maskText('abcdabcd', ['abcd'])).toBe('******');
  expect(maskText('abcdefgh', ['abcd', 'abcdefgh'])).toBe('***');
  expect(maskText('bcdefgh abcdef', ['abcdefgh', 'bcde'])).toBe('***fgh a***f');
});

test.each([
  ['', true],
  [' \n', true],
  ['abc', false],
  [' abc ', false],
  ['abcd', true],
])('knows whether it can mask %j: %j', (secret, expected) => {
  expect(isMaskable(secret)).toBe(expected);
});

test('leaves alone what it cannot mask', () => {
  expect(maskText('abc    {\n', ['abc', '', '     ', '{\n}'])).toBe('abc    {\n');
});

test('masks base64 that is broken into lines', () => {
  const secret = 'correct horse battery staple';
  for (const newline of ['\n', '\r\n'])
    for (let before = 0; before < 80; before++) {
      const encoded = Buffer.from('x'.repeat(before) + secret + 'y').toString('base64');
      const lines = encoded.replace(/.{76}/g, `$&${newline}`) + newline;
      const shown = masked([secret], [lines]).join('');
      expect(shown).toContain('***');
      const [core = ''] = secretForms([secret]).base64.filter((form) => encoded.includes(form));
      // Of three characters at the end of a line nobody can know yet what comes.
      expect(shown.replace(/\s/g, '')).not.toContain(core.slice(3, 12));
      expect(shown.replace(/\s/g, '')).not.toContain(core.slice(-8));
    }
});

test('does not wait behind what cannot go on in the next line', () => {
  const secrets = ['correct horse'];
  const encoded = Buffer.from('correct horse').toString('base64');
  expect(masked(secrets, [`${encoded}\n`, 'next\n'])).toEqual(['***\n', 'next\n', '']);
  const [start, end] = [encoded.slice(0, 5), encoded.slice(5)];
  expect(masked(secrets, [`${start}\n`, `${end}\n`])).toEqual(['', '***\n', '']);
  expect(masked(secrets, [`${start}\n`, '\n', '\n', end])).toEqual(['', '', `${start}\n\n\n`, end, '']);
});

/** Secrets of few letters, which overlap and begin alike, and texts that are full of them and of their beginnings. */
const arbitrary = fc
  .array(fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', 'ü', '+'), minLength: 4, maxLength: 9 }), {
    minLength: 1,
    maxLength: 4,
  })
  .chain((secrets) => {
    const { plain, base64 } = secretForms(secrets);
    const forms = [...plain, ...base64, 'aab'];
    const part = fc.oneof(
      fc.constantFrom(...forms),
      fc.tuple(fc.constantFrom(...forms), fc.nat(8)).map(([form, length]) => form.slice(0, length)),
      fc.constantFrom('a', 'b', '\n', '\r\n', 'ü', '%', 'YWFh'),
    );
    return fc.record({ secrets: fc.constant(secrets), parts: fc.array(part), cuts: fc.array(fc.nat(500)) });
  });

test('gives the same however the stream is split', () => {
  fc.assert(
    fc.property(arbitrary, ({ secrets, parts, cuts }) => {
      const whole = Buffer.from(parts.join(''));
      const places = [0, ...cuts.map((cut) => cut % (whole.length + 1)).sort((a, b) => a - b), whole.length];
      const pieces = places.slice(1).map((place, index) => whole.subarray(places[index], place));
      const stream = new Mask(secrets).stream();
      const given = Buffer.concat([...pieces.map((piece) => stream.add(piece)), stream.end()]);
      expect(given.toString()).toBe(maskText(whole.toString(), secrets));
      const bytewise = new Mask(secrets).stream();
      const one = Buffer.concat([
        ...Array.from(whole, (byte) => bytewise.add(Uint8Array.of(byte))),
        bytewise.end(),
      ]);
      expect(one.toString()).toBe(given.toString());
    }),
    { numRuns: 500 },
  );
});

test('masks what a search for each form one by one finds, where no line breaks are', () => {
  fc.assert(
    fc.property(arbitrary, ({ secrets, parts }) => {
      const text = parts.join('').replace(/[\r\n]/g, '');
      const { plain, base64 } = secretForms(secrets);
      expect(maskText(text, secrets)).toBe(naive(text, [...plain, ...base64]));
    }),
    { numRuns: 500 },
  );
});

test('lets no secret survive', () => {
  fc.assert(
    fc.property(arbitrary, ({ secrets, parts }) => {
      const shown = maskText(parts.join(''), secrets);
      for (const form of secretForms(secrets).plain) expect(shown).not.toContain(form);
    }),
    { numRuns: 500 },
  );
});

test('takes anything byte by byte in linear time', () => {
  const secrets = ['a'.repeat(20_000), `${'ab'.repeat(5000)}c`];
  for (const unit of ['a', 'ab', '\n', 'YWFh\n', 'YWJh']) {
    const stream = new Mask(secrets).stream();
    const chunk = Buffer.from(unit);
    let length = 0;
    for (let at = 0; at < 2 ** 18; at += chunk.length) length += stream.add(chunk).length;
    length += stream.end().length;
    expect(length).toBeLessThanOrEqual(2 ** 18 + chunk.length);
  }
});

function naive(text: string, forms: readonly string[]): string {
  const isHidden = new Uint8Array(text.length);
  /** Whether a form goes on from the character before. */
  const isJoined = new Uint8Array(text.length);
  for (const form of forms)
    for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) {
      isHidden.fill(1, at, at + form.length);
      isJoined.fill(1, at + 1, at + form.length);
    }
  return Array.from({ length: text.length }, (_, at) => {
    if (!isHidden[at]) return text[at];
    return isJoined[at] ? '' : '***';
  }).join('');
}
