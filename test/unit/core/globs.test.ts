import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { Globs } from '../../../src/core/globs.ts';

describe('a list of globs means', () => {
  test.each<[patterns: string[], means: string[], not: string[]]>([
    [['a.c'], ['a.c'], ['b.c', 'x/a.c', 'a.cc']],
    [['src'], ['src', 'src/a', 'src/b/c', 'src/.hidden'], ['srcs/a', 'x/src']],
    [['src/'], ['src/a'], ['srcs/a']],
    [['/src', './lib'], ['src/a', 'lib/a'], ['x/src/a']],
    [['.'], ['a', 'b/c'], ['.git/HEAD']],
    [['src/*.c'], ['src/a.c', 'src/.c'], ['src/x/a.c', 'a.c']],
    [['src/**/*.c'], ['src/a.c', 'src/x/y/a.c'], ['src/a.h']],
    [['**/*.c'], ['a.c', 'x/.y/a.c'], ['a.h']],
    [['foo.{html,js}'], ['foo.html', 'foo.js'], ['foo.css']],
    [['x/{a,b/c}/*.js'], ['x/a/1.js', 'x/b/c/2.js'], ['x/b/3.js']],
    [['file[0-9].txt', 'f?le'], ['file7.txt', 'file'], ['filex.txt']],
    [['\\[id\\].ts'], ['[id].ts'], ['i.ts']],
    [['src', '!src/x'], ['src/a'], ['src/x', 'src/x/a']],
    [['!src/x', 'src'], ['src/a', 'src/x/a'], []],
    [['src', '!src/x', 'src/x/keep'], ['src/x/keep'], ['src/x/a']],
    [['src', '!**/*.log'], ['src/a'], ['src/a.log', 'src/x/b.log']],
    [
      ['**'],
      ['a', 'new\nline/b'],
      ['node_modules/a', 'x/node_modules/b/c', '.git/HEAD', 'x/.svn/y', 'CVS/z'],
    ],
    [['node_modules/a/**', '**'], ['node_modules/a/b'], ['node_modules/b']],
    [['.git/HEAD'], ['.git/HEAD'], ['.git/index']],
    [['../a', 'x/../b'], [], ['../a', 'a', 'b', 'x/../b']],
    [['größe/*'], ['größe/ß'], []],
    [[], [], ['a']],
    [['!a'], [], ['a', 'b']],
  ])('%j', (patterns, means, not) => {
    const globs = Globs.parse(patterns);
    expect(means.filter((path) => !globs.matches(path))).toEqual([]);
    expect(not.filter((path) => globs.matches(path))).toEqual([]);
  });
});

test.each([
  [['src/*.c'], 'src', true],
  [['src/*.c'], 'src/x', false],
  [['src/*.c'], 'lib', false],
  [['src/**/*.c'], 'src/x/y', true],
  [['src/**/*.c'], 'lib', false],
  [['src', '!src/x'], 'src/x', false],
  [['src', '!src/x', 'src/x/y'], 'src/x', true],
  [['src', '!src/x/*'], 'src/x', true],
  [['src', '!src/x/*'], 'src/x/y', false],
  [['*.json'], 'x', false],
  [['**'], 'node_modules', false],
  [['**'], '', true],
])('%j looks into a folder where it may find something: %s %s', (patterns, folder, may) => {
  expect(Globs.parse(patterns).mayMatchIn(folder)).toBe(may);
});

test('every folder of what is meant is looked into', () => {
  const name = fc.constantFrom('a', 'b', 'c.c', '.d', 'node_modules');
  const part = fc.oneof(name, fc.constantFrom('*', '**', '?', '*.c', '{a,b}', '[ab]'));
  const pattern = fc
    .tuple(fc.constantFrom('', '!'), fc.array(part, { minLength: 1, maxLength: 4 }))
    .map(([not, parts]) => `${not}${parts.join('/')}`);
  const path = fc.array(name, { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(fc.array(pattern, { maxLength: 4 }), path, (patterns, names) => {
      const globs = Globs.parse(patterns);
      fc.pre(globs.matches(names.join('/')));
      for (let length = 1; length < names.length; length++)
        expect(globs.mayMatchIn(names.slice(0, length).join('/'))).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('a pattern that leads out is told, and so is what none of the paths matches', () => {
  expect(Globs.parse(['a', '!../x', '../y']).leadingOut).toBe('!../x');
  expect(Globs.parse(['a..b']).leadingOut).toBeUndefined();
  expect(Globs.parse(['a', 'b/**', '!c', 'd']).unmatched(['a/x', 'd'])).toEqual(['b/**']);
});
