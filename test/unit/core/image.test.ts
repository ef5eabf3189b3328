import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseImage } from '../../../src/core/image.ts';
import references from '../../vectors/image-references.json' with { type: 'json' };
import fnCases from '../../vectors/parse-image.json' with { type: 'json' };

interface ReferenceCase {
  readonly input: string;
  readonly domain?: string;
  readonly path?: string;
  readonly tag?: string;
  readonly digest?: string;
  readonly error?: string;
}

const referenceCases: readonly ReferenceCase[] = references.cases;
const valid = referenceCases.filter((row) => row.error === undefined);
const invalid = referenceCases.filter((row) => row.error !== undefined);
const sha256 = `sha256:${'0123456789abcdef'.repeat(4)}`;

test.each(fnCases.cases)('parses $image as Fn does', ({ image, registry, repo, tag }) => {
  expect(parseImage(image)).toEqual({ registry, repo, tag, digest: '' });
});

describe('follows distribution/reference', () => {
  test('has cases of both kinds', () => {
    expect(valid.length).toBeGreaterThan(50);
    expect(invalid.length).toBeGreaterThan(20);
  });

  test.each(valid)('parses $input', ({ input, domain, path, tag, digest }) => {
    expect(parseImage(input)).toEqual({
      registry: domain === 'docker.io' ? '' : domain,
      repo: path,
      tag: tag ?? (digest === undefined ? 'latest' : ''),
      digest: digest ?? '',
    });
  });

  test.each(invalid)('refuses $input', ({ input }) => {
    expect(errorOf(input)).toMatch(/^The image reference ".*" .*[^.]\.$/);
  });
});

test('keeps a tag beside a digest', () => {
  expect(parseImage(`a.io/b/c:v1@${sha256}`)).toEqual({
    registry: 'a.io',
    repo: 'b/c',
    tag: 'v1',
    digest: sha256,
  });
});

describe('says what is wrong', () => {
  test.each([
    ['', 'is empty'],
    [' \n', 'is empty'],
    ['busy box', 'has a blank'],
    ['busybox ', 'has a blank'],
    ['https://ghcr.io/a/b', 'is a URL'],
    ['docker://busybox', 'is a URL'],
    ['Busybox', 'upper case'],
    ['ghcr.io/Owner/app', 'upper case'],
    ['busybox:', 'empty tag'],
    ['busybox:-v1', 'has the tag "-v1"'],
    ['busybox:a:b', 'has the tag "a:b"'],
    [`busybox:${'a'.repeat(129)}`, 'tag of 129 characters'],
    ['busybox@', 'bad digest'],
    ['busybox@sha256:abc', 'bad digest'],
    [`busybox@${sha256.toUpperCase()}`, 'bad digest'],
    [`busybox@${sha256}@${sha256}`, 'bad digest'],
    [`@${sha256}`, 'no repository'],
    [':v1', 'no repository'],
    ['docker.io/', 'no repository'],
    ['a//b', 'empty part'],
    ['/a', 'empty part'],
    ['a/b/', 'empty part'],
    ['a/b..c', '"b..c"'],
    ['a/b___c', '"b___c"'],
    ['a_b.com/app', 'registry "a_b.com"'],
    ['host:port/app', 'registry "host:port"'],
    ['host:/app', 'registry "host:"'],
    ['-a.io/app', 'registry "-a.io"'],
    ['[]/app:v1', 'has "[]" in its repository'],
    ['[::1]x:50/app', 'registry "[::1]x:50"'],
    ['f'.repeat(64), 'is an image ID'],
  ])('%j: %s', (image, problem) => {
    expect(errorOf(image)).toContain(problem);
  });

  test('in a sentence short enough to read', () => {
    expect(errorOf('A'.repeat(1e6)).length).toBeLessThan(250);
    expect(errorOf('a\u0000b')).toContain(String.raw`"a\u0000b"`);
  });
});

test('limits the repository, not the registry, to 255 characters', () => {
  const repo = `a/${'b'.repeat(253)}`;
  expect(parseImage(`example.com/${repo}`)).toMatchObject({ registry: 'example.com', repo });
  expect(errorOf(`example.com/${repo}b`)).toContain('256 characters');
  expect(errorOf('b'.repeat(248))).toContain('256 characters');
});

test('parses again what it put together', () => {
  const image = fc.record({
    registry: fc.constantFrom('', 'localhost', 'Registry', 'a.io:5000', '[::1]:5000'),
    repo: fc.stringMatching(/^[a-z0-9]{1,9}(?:(?:[._]|__|-{1,3})[a-z0-9]{1,9}){0,3}\/[a-z0-9]{1,9}$/),
    tag: fc.stringMatching(/^\w[\w.-]{0,127}$/),
    digest: fc.constantFrom('', sha256),
  });
  fc.assert(
    fc.property(image, ({ registry, repo, tag, digest }) => {
      const host = registry === '' ? 'docker.io' : registry;
      const text = `${host}/${repo}:${tag}${digest === '' ? '' : `@${digest}`}`;
      expect(parseImage(text)).toEqual({ registry, repo, tag, digest });
    }),
  );
});

test('never throws and returns either a reference or an error', () => {
  const likely = fc.string({
    unit: fc.constantFrom('a', 'B', '0', '/', ':', '@', '.', '-', '_', '[', ']', ' '),
    size: '+1',
  });
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), likely), (image) => {
      const result = parseImage(image);
      if ('error' in result) expect(result.error).toMatch(/^The image reference ".*" .*\.$/s);
      else expect(Object.values(result).every((part) => typeof part === 'string' && image !== '')).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test.each(['a', 'a-', 'a/', 'a.', 'a:', '@', '[', ':', '-', ' ', '__', 'A', '1', '[:'])(
  'refuses or takes millions of %j at once, in linear time',
  (unit) => {
    for (const image of [unit, `a.b/${unit}`, `${unit}/a`, `a:${unit}`, `a@${unit}`, `[${unit}]:1${unit}`]) {
      const text = image.replaceAll(unit, unit.repeat(2e6 / unit.length));
      const start = performance.now();
      parseImage(text);
      expect(performance.now() - start).toBeLessThan(1500);
    }
  },
);

function errorOf(image: string): string {
  const result = parseImage(image);
  if (!('error' in result)) throw new Error(`${JSON.stringify(image)} was taken for a reference`);
  return result.error;
}
