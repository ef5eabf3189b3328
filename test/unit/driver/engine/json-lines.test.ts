import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonLines } from '../../../../src/driver/docker/engine/json-lines.ts';

test('reads any values however the bytes are split', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.jsonValue(), { maxLength: 8 }),
      fc.integer({ min: 1, max: 7 }),
      async (values, size) => {
        const bytes = Buffer.from(values.map((value) => `${JSON.stringify(value)}\n`).join(''));
        const expected = values.map((value): unknown => JSON.parse(JSON.stringify(value)));
        expect(await read(pieces(bytes, size))).toEqual(expected);
      },
    ),
  );
});

test('keeps a character that is split between chunks', async () => {
  expect(await read(pieces(Buffer.from('{"status":"größer 🐳"}\n'), 1))).toEqual([{ status: 'größer 🐳' }]);
});

test('counts a last line without its newline, and skips empty lines', async () => {
  expect(await read([Buffer.from('1\r\n\n  \n2\n{"error":"disk full"}')])).toEqual([
    1,
    2,
    { error: 'disk full' },
  ]);
});

test('gives what came before a broken line, then throws', async () => {
  const lines = jsonLines(stream([Buffer.from('1\n{"broken\n2\n')]));
  expect(await lines.next()).toEqual({ done: false, value: 1 });
  await expect(lines.next()).rejects.toThrow(SyntaxError);
});

test('throws for a last line that was cut off', async () => {
  await expect(read([Buffer.from('1\n{"error":"di')])).rejects.toThrow(SyntaxError);
});

async function read(chunks: readonly Uint8Array[]): Promise<unknown[]> {
  const values: unknown[] = [];
  for await (const value of jsonLines(stream(chunks))) values.push(value);
  return values;
}

async function* stream(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield await Promise.resolve(chunk);
}

function pieces(bytes: Buffer, size: number): Buffer[] {
  const count = Math.ceil(bytes.length / size);
  return Array.from({ length: count }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
}
