import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { followLog, readLog } from '../../../src/runner/read-log.ts';
import { useTemporaryFolder } from '../../helpers/use-temporary-folder.ts';

const folder = useTemporaryFolder();
const { signal } = new AbortController();

function logOf(content: string | Uint8Array): string {
  const file = path.join(folder(), 'run.log');
  fs.writeFileSync(file, content);
  return file;
}

test.each([
  { from: undefined, length: 8, isWritten: false, part: { text: 'ä€56', from: 8, to: 15 } },
  { from: 0, length: 8, isWritten: false, part: { text: '01234€', from: 0, to: 8 } },
  { from: undefined, length: 9, isWritten: false, part: { text: 'ä€56', from: 8, to: 15 } },
  { from: 0, length: 9, isWritten: false, part: { text: '01234€', from: 0, to: 8 } },
  { from: 6, length: 8, isWritten: false, part: { text: 'ä€5', from: 8, to: 14 } },
  { from: 99, length: 8, isWritten: true, part: { text: '', from: 15, to: 15 } },
  { from: -5, length: 8, isWritten: true, part: { text: '01234€', from: 0, to: 8 } },
])('$length bytes from $from are $part', async ({ from, length, isWritten, part }) => {
  const file = logOf('01234€ä€56');
  expect(await readLog(file, from, length, isWritten)).toEqual({ ...part, size: 15 });
});

test('the beginning of a character at the end waits for its rest while the log is written, and not longer', async () => {
  const file = logOf(Buffer.from('ab€').subarray(0, 4));
  expect(await readLog(file, 0, 100, true)).toEqual({ text: 'ab', from: 0, to: 2, size: 4 });
  expect(await readLog(file, 0, 100, false)).toEqual({ text: 'ab\uFFFD', from: 0, to: 4, size: 4 });
});

test('parts that are read on where the last one ended are the whole, however long they are', async () => {
  const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 8, max: 40 }), async (whole, length) => {
      const file = logOf(whole);
      let read = '';
      for (let from = 0, size = Infinity; from < size;) {
        const part = await readLog(file, from, length, false);
        expect(part.from).toBe(from);
        read += part.text;
        ({ to: from, size } = part);
      }
      expect(read).toBe(Buffer.from(whole).toString());
    }),
    { numRuns: 100 },
  );
});

test('bytes that are no text are read all the same, and come to an end', async () => {
  const file = logOf(Buffer.alloc(20, 0x80));
  const { to, size } = await readLog(file, 0, 100, true);
  expect([to, size]).toEqual([20, 20]);
});

test('a log is followed to its end, with characters that come in two parts, and no faster than it is taken', async () => {
  const file = logOf('');
  let isWritten = true;
  const written = (async () => {
    for (const byte of Buffer.from('one €\n')) {
      fs.appendFileSync(file, Buffer.of(byte));
      await delay(5);
    }
    fs.appendFileSync(file, 'x'.repeat(1_000_000));
    isWritten = false;
  })();
  const parts: string[] = [];
  for await (const part of followLog(file, () => isWritten, signal)) parts.push(part);
  await written;
  expect(parts.join('')).toBe(`one €\n${'x'.repeat(1_000_000)}`);
  expect(Math.max(...parts.map(({ length }) => length))).toBeLessThanOrEqual(64 * 1024);
});

test('nobody follows a log that was left, or whose signal is aborted', async () => {
  const file = logOf('a line\n');
  for await (const part of followLog(file, () => true, signal)) {
    expect(part).toBe('a line\n');
    break;
  }
  const abort = new AbortController();
  setTimeout(() => {
    abort.abort();
  }, 20);
  const parts: string[] = [];
  for await (const part of followLog(file, () => true, abort.signal)) parts.push(part);
  expect(parts).toEqual(['a line\n']);
});

test('a log that is not there is told', async () => {
  await expect(readLog(path.join(folder(), 'none'), 0, 8, false)).rejects.toMatchObject({ code: 'ENOENT' });
});
