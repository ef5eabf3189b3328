import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IgnoreRules } from '../../../../src/driver/docker/build/ignore-rules.ts';

// Cases of https://docs.docker.com/build/concepts/context/#dockerignore-files and of the tests of moby/patternmatcher.
test.each<[string, readonly string[], readonly string[]]>([
  ['*/temp*', ['some/temporary.txt', 'some/temp', 'some/temp/x'], ['temp', 'temporary.txt', 'a/b/temp']],
  ['*/*/temp*', ['some/sub/temporary.txt'], ['some/temp']],
  ['temp?', ['tempa', 'tempb', 'tempa/x'], ['temp', 'tempab', 'x/tempa']],
  ['**/*.go', ['a.go', 'a/b.go', 'a/b/c.go'], ['a.got', 'go']],
  ['**', ['file', 'dir/file'], []],
  ['**/**', ['file', 'dir/file'], []],
  ['dir/**', ['dir/file', 'dir/dir2/file'], ['dir', 'dirt']],
  ['**/dir', ['dir', 'dir/file', 'x/dir/file', 'x/y/dir/z/file'], ['dirt', 'x/adir']],
  ['**/dir2/*', ['dir/dir2/file', 'dir2/file'], ['dir2', 'dir/dir2']],
  ['a**/*.txt', ['a/file.txt', 'a/dir/file.txt', 'a/dir/dir/file.txt'], ['b/file.txt']],
  ['a/*.txt', ['a/file.txt'], ['a/dir/file.txt', 'file.txt']],
  ['a[b-d]e', ['ace'], ['ae', 'aae']],
  ['a[^b-d]e', ['aze'], ['ace']],
  ['[\\]x]', [']', 'x'], ['[']],
  ['.*', ['.foo'], ['foo']],
  ['abc.def', ['abc.def'], ['abcdef', 'abcZdef']],
  ['a\\*b', ['a*b'], ['axb']],
  ['a\\b', ['ab'], ['a\\b']],
  ['a(b)c/def', ['a(b)c/def'], ['abc/def']],
  ['a.|)$(}+{bc', ['a.|)$(}+{bc'], ['a']],
  ['/foo/bar/', ['foo/bar', 'foo/bar/x'], ['x/foo/bar']],
  ['./a//b/../c', ['a/c'], ['a/b']],
  ['  spaces  ', ['spaces'], []],
  ['  # no comment', ['# no comment'], []],
  ['# comment', [], ['# comment', 'comment']],
  ['\uFEFFx', ['x'], []],
  ['.', [], ['a', '.a']],
  ['constructor', ['constructor'], ['toString', '__proto__']],
  ['?', ['x', '😀'], ['xy']],
  ['*.md\n!README.md', ['a.md'], ['README.md', 'x/a.md']],
  ['*.md\n!README*.md\nREADME-secret.md', ['a.md', 'README-secret.md'], ['README.md', 'README-x.md']],
  ['*.md\nREADME-secret.md\n!README*.md', ['a.md'], ['README-secret.md']],
  ['*\r\n!a/b\r\n', ['x', 'a', 'a/c'], ['a/b', 'a/b/c']],
  ['! a\na', ['a'], []],
])('"%s" leaves out what Docker leaves out', (text, out, left) => {
  const rules = IgnoreRules.parse(text, '.dockerignore', false);
  expect(out.filter((path) => !isIgnored(rules, path))).toEqual([]);
  expect(left.filter((path) => isIgnored(rules, path))).toEqual([]);
});

test.each(['[', '[]', '[b-a]', 'a\\', '!', 'a/[b'])('"%s" is no pattern', (text) => {
  expect(() => IgnoreRules.parse(`x\n${text}`, '.dockerignore', false)).toThrow(
    `The line "${text}" in ".dockerignore" is not a pattern of files.`,
  );
});

test('a backslash separates folders on Windows', () => {
  const rules = IgnoreRules.parse('a\\b\\*.txt', '.dockerignore', true);
  expect(isIgnored(rules, 'a/b/c.txt')).toBe(true);
});

test('an exception that was added is meant as it is written', () => {
  const rules = IgnoreRules.parse('*', '.dockerignore').except('docker/Dockerfile [*]');
  expect(isIgnored(rules, 'docker/Dockerfile [*]')).toBe(false);
  expect(isIgnored(rules, 'docker/Dockerfile [x]')).toBe(true);
  expect(rules.mayBringBack('docker')).toBe(true);
});

describe('a folder that is left out', () => {
  test.each<[string, string, boolean]>([
    ['*', 'a', false],
    ['*\n!a/b', 'a', true],
    ['*\n!a/b', 'b', false],
    ['*\n!a/b', 'a/b', false],
    ['*\n!*/b', 'x', true],
    ['*\n!a/*/c', 'a/x', true],
    ['*\n!**/c', 'x/y/z', true],
    ['*\n!a', 'b', false],
  ])('with "%s", %s is looked into: %s', (text, folder, looked) => {
    expect(IgnoreRules.parse(text, '.dockerignore').mayBringBack(folder)).toBe(looked);
  });

  test('is only not looked into where nothing in it is brought back', () => {
    const part = fc.constantFrom('a', 'b', '*', '**', '?', 'a*', '[ab]');
    const path = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
    const line = fc.tuple(fc.boolean(), path).map(([not, pattern]) => (not ? `!${pattern}` : pattern));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 5 }), (lines) => {
        const rules = IgnoreRules.parse(lines.join('\n'), '.dockerignore', false);
        const wanted = everyPath.filter((each) => !isIgnored(rules, each));
        expect(everyPath.filter((each) => !isIgnored(rules, each) && isReached(rules, each))).toEqual(wanted);
      }),
    );
  });
});

const names = ['a', 'b', 'ab'];
const everyPath = names.flatMap((x) => [
  x,
  ...names.flatMap((y) => [`${x}/${y}`, ...names.map((z) => `${x}/${y}/${z}`)]),
]);

/** By the definition: the last rule that matches the path, or a folder above it. */
function isIgnored(rules: IgnoreRules, path: string): boolean {
  const matches = pathsTo(path).map((each) => rules.match(each, []));
  const any = (matches[0] ?? []).map((_, index) => matches.some((each) => each[index]));
  return rules.isIgnored(any);
}

/** Whether a walk comes to the path. */
function isReached(rules: IgnoreRules, path: string): boolean {
  return pathsTo(path)
    .slice(0, -1)
    .every((folder) => !isIgnored(rules, folder) || rules.mayBringBack(folder));
}

/** The folders above a path, from the top, and the path. */
function pathsTo(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
