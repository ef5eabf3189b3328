import { expect, test } from 'vitest';
import { findPaths } from '../../../src/core/found-paths.ts';

test.each([
  ['/w/a.c:3:5: error: x', '/w/a.c:3:5', '/w/a.c', 3, 5],
  ["src/a.ts(3,5): error TS2322: 'x'", 'src/a.ts(3,5)', 'src/a.ts', 3, 5],
  ['main.go:7: x', 'main.go:7', 'main.go', 7, undefined],
  ['a.cs(9): error', 'a.cs(9)', 'a.cs', 9, undefined],
  ['see "/w/docs/read me.md".', '/w/docs/read', '/w/docs/read', undefined, undefined],
  ['It is in ./out/a.txt.', './out/a.txt', './out/a.txt', undefined, undefined],
  ['at run (/w/x/größe.js:1:2)', '/w/x/größe.js:1:2', '/w/x/größe.js', 1, 2],
])('finds the path in %j', (text, whole, path, line, column) => {
  expect(findPaths(text)).toEqual([
    { path, offset: text.indexOf(whole), length: whole.length, line, column },
  ]);
});

test('finds none in what has neither a slash nor a place', () => {
  expect(findPaths('Hello, world. It took 3.5 s: all is well.')).toEqual([]);
});

test('takes a megabyte of anything in linear time', () => {
  for (const unit of ['/', 'x', ':1', '(', 'a/', '(1', ' '])
    expect(findPaths(unit.repeat(2 ** 20 / unit.length)).length).toBeLessThan(2 ** 20);
});
