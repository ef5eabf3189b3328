import { describe, expect, test } from 'vitest';
import { hostFiles, mappedPaths, toHostPath } from '../../../src/core/container-paths.ts';
import type { Volume } from '../../../src/core/container-task.ts';

function bind(source: string, target: string): Volume {
  return { type: 'bind', source, target, readonly: false };
}

const linux = mappedPaths([
  bind('/home/me/project', '/workspace'),
  bind('/home/me/.m2', '/workspace/cache/'),
  bind('/etc/hosts.d/one', '/etc/hosts'),
  { type: 'volume', source: 'modules', target: '/workspace/node_modules', readonly: false },
  { type: 'tmpfs', target: '/workspace/tmp' },
]);

test.each([
  ['/workspace', '/home/me/project'],
  ['/workspace/src/a.c', '/home/me/project/src/a.c'],
  ['/workspace/./src//../b.c', '/home/me/project/b.c'],
  ['/workspace/src/../../etc/hosts', '/etc/hosts.d/one'],
  ['/../../workspace/a', '/home/me/project/a'],
  ['/workspace/cache/x.jar', '/home/me/.m2/x.jar'],
  ['/workspace/cachet/x.jar', '/home/me/project/cachet/x.jar'],
  ['/workspace/node_modules/a/index.js', undefined],
  ['/workspace/tmp/a', undefined],
  ['/workspace2/a', undefined],
  ['/usr/include/stdio.h', undefined],
  ['/etc/hosts', '/etc/hosts.d/one'],
])('finds %s at %s', (path, expected) => {
  expect(toHostPath(path, linux)).toBe(expected);
});

test.each([
  [String.raw`C:\Users\me\project`, String.raw`C:\Users\me\project\src\a.c`],
  [String.raw`d:\ `.trim(), String.raw`d:\src\a.c`],
  ['C:/Users/me', String.raw`C:/Users/me\src\a.c`],
  [String.raw`\\server\share\project`, String.raw`\\server\share\project\src\a.c`],
  [String.raw`\\wsl$\Ubuntu\home\me`, String.raw`\\wsl$\Ubuntu\home\me\src\a.c`],
  [String.raw`\\wsl.localhost\Ubuntu\home\me`, String.raw`\\wsl.localhost\Ubuntu\home\me\src\a.c`],
  ['/', '/src/a.c'],
])('joins what is in %s as its system does', (source, expected) => {
  expect(toHostPath('/workspace/src/a.c', mappedPaths([bind(source, '/workspace')]))).toBe(expected);
});

test('finds everything where the root is mounted', () => {
  expect(toHostPath('/a/b', mappedPaths([bind('/rootfs', '/')]))).toBe('/rootfs/a/b');
});

describe('the file that a tool speaks of', () => {
  const relative = { kind: 'relative', folder: '' } as const;
  const project = '/home/me/project';

  test.each([
    ['src/a.c', relative, '/workspace', [`${project}/src/a.c`]],
    ['./a.c', relative, '/workspace/sub', [`${project}/sub/a.c`]],
    ['../a.c', relative, '/workspace/sub', [`${project}/a.c`]],
    ['/workspace/a.c', relative, '/workspace', [`${project}/a.c`]],
    ['a.c', relative, '', []],
    ['a.c', relative, '/root', []],
    ['a.c', { kind: 'relative', folder: 'sub' }, '/workspace', [`${project}/sub/a.c`]],
    ['a.c', { kind: 'relative', folder: '/workspace/sub' }, '/', [`${project}/sub/a.c`]],
    ['a.c', { kind: 'relative', folder: `${project}/sub` }, '/', [`${project}/sub/a.c`]],
    ['/workspace/a.c', { kind: 'absolute', folder: '' }, '/', [`${project}/a.c`]],
    ['workspace/a.c', { kind: 'absolute', folder: '' }, '/', [`${project}/a.c`]],
    [
      'workspace/a.c',
      { kind: 'autoDetect', folder: '' },
      '/workspace',
      [`${project}/workspace/a.c`, `${project}/a.c`],
    ],
    ['/usr/include/a.h', relative, '/workspace', []],
  ] as const)('%s, %j from %j, is one of %j', (file, location, folder, expected) => {
    expect(hostFiles(file, location, folder, linux)).toEqual(expected);
  });

  test('is found from a folder of Windows', () => {
    const folder = String.raw`C:\project\app`;
    const windows = mappedPaths([bind(String.raw`C:\project`, '/workspace')]);
    expect(hostFiles('src/a.c', { kind: 'relative', folder }, '/workspace', windows)).toEqual([
      String.raw`C:\project\app\src\a.c`,
    ]);
  });
});
