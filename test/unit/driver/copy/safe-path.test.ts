import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { checkName, staysInside } from '../../../../src/driver/docker/copy/safe-path.ts';
import { makeTemporaryFolder, removeFolder } from '../../../helpers/temporary-folder.ts';

test.each(['', '..', '../a', 'a/../b', '/a', 'a//b', 'a/./b', 'a/', 'a\0b'])(
  '%j is no path in a folder',
  (name) => {
    expect(checkName(name)).toBe('no path in the workspace');
  },
);

test.each(['a', 'a/b', '..a/b..', 'a\nb', 'größe 😀', '-rf'])('%j is one', (name) => {
  expect(checkName(name)).toBeUndefined();
});

test.each<[path: string, target: string, stays: boolean]>([
  ['a', 'b', true],
  ['a', '.', true],
  ['a', './b//c/', true],
  ['a', '..', false],
  ['a', '/b', false],
  ['x/a', '..', true],
  ['x/a', '../b', true],
  ['x/a', '../../b', false],
  ['x/y/a', '../../b/c', true],
  ['x/a', 'b/../c', false],
  ['x/a', '../b/..', false],
])('a link %s to %s stays inside: %s', (at, target, stays) => {
  expect(staysInside(at, target)).toBe(stays);
});

test('whatever links are made of those that stay inside, none leads out', () => {
  const name = fc.constantFrom('a', 'b', 'c');
  const place = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/'));
  const target = fc
    .array(fc.constantFrom('..', '..', '.', 'a', 'b', 'c'), { minLength: 1, maxLength: 5 })
    .map((names) => names.join('/'));
  const top = makeTemporaryFolder();
  try {
    fc.assert(
      fc.property(fc.array(fc.tuple(place, target), { minLength: 1, maxLength: 6 }), (links) => {
        const folder = fs.mkdtempSync(path.join(top, 'w-'));
        const made = links.filter(([at, to]) => staysInside(at, to) && link(folder, at, to));
        for (const [at] of made) {
          const real = realOf(path.join(folder, at));
          expect(real === undefined || real === folder || real.startsWith(`${folder}/`)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  } finally {
    removeFolder(top);
  }
});

/** Makes a link where all above it are true folders, as the writer does. */
function link(folder: string, at: string, target: string): boolean {
  let above = folder;
  for (const name of path
    .dirname(at)
    .split('/')
    .filter((each) => each !== '.')) {
    above = path.join(above, name);
    const stats = fs.lstatSync(above, { throwIfNoEntry: false });
    if (stats && !stats.isDirectory()) return false;
    if (!stats) fs.mkdirSync(above);
  }
  if (fs.lstatSync(path.join(folder, at), { throwIfNoEntry: false })) return false;
  fs.symlinkSync(target, path.join(folder, at));
  return true;
}

function realOf(file: string): string | undefined {
  try {
    return fs.realpathSync(file);
  } catch {
    return undefined; // It leads nowhere, or to itself.
  }
}
