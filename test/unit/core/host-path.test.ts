import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalPath, isRootPath, isWithin } from '../../../src/core/host-path.ts';
import type { PathStyle } from '../../../src/core/host-path.ts';

test.each<[PathStyle, string, string]>([
  ['posix', '/', '/'],
  ['posix', '/a//b/./c/../d/', '/a/b/d'],
  ['posix', '/../../etc', '/etc'],
  ['posix', '/a\\b', '/a\\b'],
  ['windows', 'c:/Users\\x/', 'C:\\Users\\x'],
  ['windows', 'c:', 'C:\\'],
  ['windows', 'C:\\a\\..\\..\\b', 'C:\\b'],
  ['windows', '\\\\?\\c:\\a', 'C:\\a'],
  ['windows', '//./C:/a', 'C:\\a'],
  ['windows', '\\\\server\\share\\..\\..\\a', '\\\\server\\share\\a'],
  ['windows', '\\\\?\\UNC\\server\\share\\a', '\\\\server\\share\\a'],
  ['windows', '//./pipe/docker_engine', '\\\\.\\pipe\\docker_engine'],
  ['windows', '\\\\?\\pipe\\docker_engine', '\\\\.\\pipe\\docker_engine'],
  ['windows', '\\a', '\\a'],
])('has one spelling for each path: %s %s', (style, path, spelling) => {
  expect(canonicalPath(path, style)).toBe(spelling);
  expect(canonicalPath(spelling, style)).toBe(spelling);
});

test.each<[PathStyle, string, string, boolean]>([
  ['posix', '/ws', '/ws', true],
  ['posix', '/ws/a', '/ws/', true],
  ['posix', '/ws/..a', '/ws', true],
  ['posix', '/wsx', '/ws', false],
  ['posix', '/ws/../etc', '/ws', false],
  ['posix', '/WS/a', '/ws', false],
  ['posix', '/anything', '/', true],
  ['windows', 'C:\\WS\\a', 'c:/ws', true],
  ['windows', 'D:\\ws', 'C:\\ws', false],
  ['windows', '\\\\?\\C:\\ws\\a', 'c:\\ws', true],
  ['windows', '\\\\SERVER\\share\\ws\\a', '\\\\server\\Share\\ws', true],
  ['windows', '\\\\server\\other\\ws', '\\\\server\\share\\ws', false],
  ['windows', '\\\\localhost\\C$\\ws', 'C:\\ws', false],
])('knows what is in a folder: %s %s in %s', (style, path, folder, expected) => {
  expect(isWithin(path, folder, style)).toBe(expected);
});

test.each<[PathStyle, string, boolean]>([
  ['posix', '/', true],
  ['posix', '/a/..', true],
  ['posix', '/a', false],
  ['windows', 'C:\\', true],
  ['windows', 'c:/x/..', true],
  ['windows', '\\\\server\\share', true],
  ['windows', '\\\\?\\D:\\', true],
  ['windows', 'C:\\x', false],
])('knows all there is: %s %s', (style, path, expected) => {
  expect(isRootPath(path, style)).toBe(expected);
});

test('what goes up out of a folder is not in it, whatever comes between', () => {
  const name = fc.constantFrom('a', 'x', '.', '..', '');
  fc.assert(
    fc.property(fc.array(name), fc.constantFrom<PathStyle>('posix', 'windows'), (parts, style) => {
      const folder = style === 'posix' ? '/ws/x' : 'C:\\ws\\x';
      const walked = ['ws', 'x'];
      for (const part of parts) {
        if (part === '..') walked.pop();
        else if (part !== '' && part !== '.') walked.push(part);
      }
      const isIn = walked[0] === 'ws' && walked[1] === 'x';
      expect(isWithin([folder, ...parts].join('/'), folder, style)).toBe(isIn);
    }),
  );
});
