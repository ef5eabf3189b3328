import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import type { LogSink } from '../../src/core/container-task.ts';
import { input, leftBehind, runTask, shell } from '../helpers/task.ts';

afterEach(async () => {
  expect(await leftBehind()).toEqual([]);
});

const MiB = 2 ** 20;

describe('output arrives byte by byte', () => {
  test('with both streams apart', async () => {
    const { recorded } = await runTask(
      shell('for i in 1 2 3 4 5 6 7 8 9; do echo out$i; echo err$i >&2; done'),
    );
    const lines = (name: string): string => Array.from('123456789', (digit) => `${name}${digit}\n`).join('');
    expect(recorded.stdout().toString()).toBe(lines('out'));
    expect(recorded.stderr().toString()).toBe(lines('err'));
  });

  test('without a last newline, and with every value that a byte has', async () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, value) => value));
    const octal = Array.from(bytes, (value) => `\\${value.toString(8).padStart(3, '0')}`).join('');
    const { recorded } = await runTask({ command: ['printf', octal] });
    expect(recorded.stdout()).toEqual(bytes);
  });

  test('with characters that are split between writes', async () => {
    const { stdout } = await runTask(
      shell(
        "printf 'gr\\303'; sleep 0.1; printf '\\266\\303\\237e \\360\\237'; sleep 0.1; printf '\\220\\263'",
      ),
    );
    expect(stdout).toBe('größe 🐳');
  });

  test('for 64 MiB, in order', async () => {
    const last = 8_600_000;
    const hash = createHash('sha256');
    let length = 0;
    const sink: LogSink = {
      write: (chunk) => {
        length += chunk.length;
        hash.update(chunk);
        return undefined;
      },
    };
    const { result } = await runTask({
      command: ['seq', '-s', ' ', '1', String(last)],
      logger: { stdout: sink, stderr: sink },
    });
    expect(result).toEqual({ status: 'success', exitCode: 0 });
    const expected = createHash('sha256');
    for (let start = 1; start <= last; start += 1000) {
      const numbers = Array.from({ length: 1000 }, (_, index) => start + index).join(' ');
      expected.update(numbers + (start + 1000 > last ? '\n' : ' '));
    }
    expect(length).toBeGreaterThan(64 * MiB);
    expect(hash.digest('hex')).toBe(expected.digest('hex'));
  });

  test('for a logger that is slow, after the container has ended', async () => {
    let length = 0;
    const slow: LogSink = {
      write: async (chunk) => {
        length += chunk.length;
        await sleep(100);
      },
    };
    const { result } = await runTask({
      command: ['head', '-c', String(MiB), '/dev/zero'],
      logger: { stdout: slow, stderr: slow },
    });
    expect(result).toEqual({ status: 'success', exitCode: 0 });
    expect(length).toBe(MiB);
  });
});

describe('input', () => {
  test('reaches the command, and ends', async () => {
    const { result, stdout } = await runTask({ command: ['cat'], input: input('hello ', 'größe') });
    expect(result).toEqual({ status: 'success', exitCode: 0 });
    expect(stdout).toBe('hello größe');
  });

  test('that is empty ends at once', async () => {
    expect((await runTask({ command: ['wc', '-c'], input: input() })).stdout).toBe('0\n');
  });

  test('of 8 MiB arrives whole and comes back, without a warning of Node', async () => {
    const warnings: unknown[] = [];
    const listener = (warning: Error): unknown => warnings.push(warning);
    process.on('warning', listener);
    const bytes = Buffer.alloc(8 * MiB, 'The quick brown fox. ');
    const chunks = Array.from({ length: 256 }, (_, index) =>
      bytes.subarray((index * bytes.length) / 256, ((index + 1) * bytes.length) / 256),
    );
    const { recorded } = await runTask({ command: ['cat'], input: input(...chunks) });
    process.off('warning', listener);
    expect(recorded.stdout().equals(bytes)).toBe(true);
    expect(warnings).toEqual([]);
  });

  test('that the command does not read is no failure, and output after it is not lost', async () => {
    const { result, stdout } = await runTask({
      ...shell('head -c 1 | wc -c; seq 1 100000 | tail -n 1'),
      input: input(Buffer.alloc(8 * MiB, 'x')),
    });
    expect(result).toEqual({ status: 'success', exitCode: 0 });
    expect(stdout).toBe('1\n100000\n');
  });

  test('left out is no input at all', async () => {
    expect((await runTask({ command: ['cat'] })).result).toEqual({ status: 'success', exitCode: 0 });
  });

  test('that never ends does not keep the run from ending', async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(Buffer.from('one line\n'));
      await new Promise(() => undefined);
    }
    const { result, stdout } = await runTask({ command: ['head', '-n', '1'], input: endless() });
    expect(result).toEqual({ status: 'success', exitCode: 0 });
    expect(stdout).toBe('one line\n');
  });
});
