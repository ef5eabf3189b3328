import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { indexPath, LogFile } from '../../../src/runner/log-file.ts';
import { readIndex } from '../../../src/runner/log-index.ts';
import type { StreamName } from '../../../src/runner/log-index.ts';
import { readKept, readTail } from '../../../src/runner/resume-log.ts';
import { makeTemporaryFolder, removeFolder } from '../../helpers/temporary-folder.ts';

let folder: string;
let log: string;

beforeEach(() => {
  folder = makeTemporaryFolder();
  log = path.join(folder, 'run.log');
});
afterEach(() => {
  removeFolder(folder);
});

type Write = readonly [StreamName, string];

const writes = fc.array(
  fc.tuple(fc.constantFrom<StreamName>('stdout', 'stderr'), fc.string({ maxLength: 8 })),
  {
    maxLength: 20,
  },
);

test('a log that was continued has both streams, in order', async () => {
  await fc.assert(
    fc.asyncProperty(writes, writes, async (first, second) => {
      clear();
      await write(first);
      await readKept(log);
      await write(second);
      expect(fs.readFileSync(log, 'utf8')).toBe([...first, ...second].map(([, text]) => text).join(''));
      expect(await pointsOf()).toEqual(pointsBy([...first, ...second]));
    }),
    { numRuns: 40 },
  );
});

test('whatever is cut off, what is left is known, and can be continued', async () => {
  await fc.assert(
    fc.asyncProperty(
      writes,
      writes,
      fc.nat(60),
      fc.nat(200),
      async (first, second, logLength, indexLength) => {
        clear();
        await write(first);
        cut(log, logLength);
        cut(indexPath(log), indexLength);
        const whole = fs.readFileSync(log);
        await readKept(log);
        const left = fs.readFileSync(log);
        expect(whole.subarray(0, left.length)).toEqual(left);
        const before = await pointsOf();
        expect(before.stdout.length + before.stderr.length).toBe(left.length);
        await write(second);
        const after = await pointsOf();
        const [stdout, stderr] = (['stdout', 'stderr'] as const).map((name) => bytesOf(second, name).length);
        expect(after.stdout.length).toBe(before.stdout.length + (stdout ?? 0));
        expect(after.stderr.length).toBe(before.stderr.length + (stderr ?? 0));
      },
    ),
    { numRuns: 40 },
  );
});

describe('an index', () => {
  test('is ahead of its log where the process was killed', () => {
    expect(readIndex('stdout 0\nstderr 5\nstdout 9\n', 7)).toEqual([
      { stream: 'stdout', start: 0, end: 5 },
      { stream: 'stderr', start: 5, end: 7 },
    ]);
  });

  test('may end within a line', () => {
    expect(readIndex('stdout 0\nstderr 1', 20)).toEqual([{ stream: 'stdout', start: 0, end: 20 }]);
  });

  test('that begins later than its log says nothing', () => {
    expect(readIndex('stdout 3\n', 20)).toEqual([]);
  });
});

test('of what no index is about nothing is kept', async () => {
  fs.writeFileSync(log, 'old');
  expect((await readKept(log)).from.stdout.length).toBe(0);
  expect(fs.readFileSync(log, 'utf8')).toBe('');
});

test('a log that is not there has nothing', async () => {
  expect((await readKept(log)).segments).toEqual([]);
});

test('the tail of a log is what came last', async () => {
  await write([
    ['stdout', 'aaaa'],
    ['stderr', 'bbbb'],
    ['stdout', 'cc'],
  ]);
  const { segments } = await readKept(log);
  const tail: string[] = [];
  for await (const { stream, bytes } of readTail(log, segments, 5)) tail.push(`${stream} ${String(bytes)}`);
  expect(tail).toEqual(['stderr bbb', 'stdout cc']);
});

test('a log that cannot be written says why, and holds nobody back', async () => {
  const file = await LogFile.open(log);
  await file.close();
  await file.write('stdout', Buffer.alloc(1024 * 1024));
  expect(file.failure).toBeInstanceOf(Error);
  expect(file.write('stdout', Buffer.alloc(1024 * 1024))).toBeUndefined();
});

test('a log holds back whoever writes more than the disk takes', async () => {
  const file = await LogFile.open(log);
  expect(file.write('stdout', Buffer.alloc(1000))).toBeUndefined();
  await file.write('stdout', Buffer.alloc(1024 * 1024));
  expect(fs.statSync(log).size).toBe(1000 + 1024 * 1024);
  await file.close();
});

async function write(all: readonly Write[]): Promise<void> {
  const file = await LogFile.open(log);
  for (const [stream, text] of all) await file.write(stream, Buffer.from(text));
  await file.close();
}

async function pointsOf(): Promise<ReturnType<typeof pointsBy>> {
  const { stdout, stderr } = (await readKept(log)).from;
  return { stdout, stderr };
}

function pointsBy(all: readonly Write[]) {
  const point = (name: StreamName) => {
    const bytes = bytesOf(all, name);
    return { length: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  };
  return { stdout: point('stdout'), stderr: point('stderr') };
}

function bytesOf(all: readonly Write[], name: StreamName): Buffer {
  return Buffer.concat(all.filter(([stream]) => stream === name).map(([, text]) => Buffer.from(text)));
}

function clear(): void {
  for (const file of [log, indexPath(log)]) fs.rmSync(file, { force: true });
}

function cut(file: string, length: number): void {
  if (fs.existsSync(file) && fs.statSync(file).size > length) fs.truncateSync(file, length);
}
