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

test.runIf(fs.existsSync('/dev/full'))(
  'a disk that is full is told with the file, and holds nothing back',
  async () => {
    const file = path.join(folder, 'run.log');
    fs.symlinkSync('/dev/full', file);
    const shown: string[] = [];
    await using log = await RunLog.create(file, (text) => shown.push(text));
    expect(log.problem).toBeUndefined();
    void log.logger.stdout.write(Buffer.from('first\n'));
    await expect
      .poll(() => log.problem)
      .toMatch(/^The log file .*run\.log is not whole \(ENOSPC: .*\): free space/);
    expect(log.logger.stdout.write(Buffer.alloc(1_000_000, 'x'))).toBeUndefined();
    expect(shown[0]).toBe('first\n');
  },
);
