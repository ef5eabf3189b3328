import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { findNamed } from '../../../../src/runner/up-to-date/find-files.ts';
import { takeSnapshot } from '../../../../src/runner/up-to-date/snapshot.ts';
import type { Entry } from '../../../../src/runner/up-to-date/snapshot.ts';
import { makeTemporaryFolder, removeFolder } from '../../../helpers/temporary-folder.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = makeTemporaryFolder();
  file = path.join(folder, 'a');
  fs.writeFileSync(file, 'one');
});

afterEach(() => {
  removeFolder(folder);
});

test('a file that has its signature is not read again', async () => {
  const entry = await take([], Date.now() + 10_000);
  expect(entry.signature).not.toBe('');
  expect(await take([{ ...entry, hash: 'known' }], Date.now())).toEqual({ ...entry, hash: 'known' });
});

test('a file that has changed just before it was looked at is read again: its times may stay the same', async () => {
  const entry = await take([], Date.now() + 1000);
  expect(entry.signature).toBe('');
  expect((await take([{ ...entry, hash: 'known' }], Date.now())).hash).toBe(entry.hash);
});

test('a large file is read in parts', async () => {
  fs.writeFileSync(file, Buffer.alloc(1_000_000, 'a'));
  const one = await take([], Date.now());
  fs.writeFileSync(file, Buffer.concat([Buffer.alloc(999_999, 'a'), Buffer.from('b')]));
  expect((await take([], Date.now())).hash).not.toBe(one.hash);
});

test('a file that is gone when it is read is none', async () => {
  const found = await findNamed('a', file);
  fs.rmSync(file);
  expect(await takeSnapshot(found, new Map(), 0, key, signal)).toEqual([]);
});

test('the signal ends it', async () => {
  const found = await findNamed('a', file);
  const enough = AbortSignal.abort(new Error('enough'));
  await expect(takeSnapshot(found, new Map(), 0, key, enough)).rejects.toThrow('enough');
});

const key = Buffer.alloc(32);
const { signal } = new AbortController();

async function take(known: readonly Entry[], lookedAt: number): Promise<Entry> {
  const byPath = new Map(known.map((entry) => [entry.path, entry]));
  const [entry] = await takeSnapshot(await findNamed('a', file), byPath, lookedAt, key, signal);
  if (!entry) throw new Error('No entry');
  return entry;
}
