import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RunLog } from '../../../src/runner/run-log.ts';
import { makeTemporaryFolder, removeFolder } from '../../helpers/temporary-folder.ts';

let folder = '';

beforeEach(() => {
  folder = makeTemporaryFolder();
});

afterEach(() => {
  removeFolder(folder);
});

test('a burst of chunks waits for the disk once, and the file has them all in order', async () => {
  const chunks = Array.from({ length: 1000 }, (_, index) => Buffer.alloc(100, String(index % 10)));
  await using log = await RunLog.create(path.join(folder, 'run.log'), () => undefined);
  const { stdout, stderr } = log.logger;
  const waits = chunks.map((chunk, index) => (index % 2 === 0 ? stdout : stderr).write(chunk));
  const distinct = new Set(waits.filter((wait) => wait !== undefined));
  expect(distinct.size).toBe(1);
  await Promise.all(distinct);
  await log[Symbol.asyncDispose]();
  expect(fs.readFileSync(log.path)).toEqual(Buffer.concat(chunks));
});
