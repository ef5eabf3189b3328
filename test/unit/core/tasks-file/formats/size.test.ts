import { describe, expect, it } from 'vitest';
import { parseSize } from '../../../../../src/core/tasks-file/formats/size.ts';

const kibi = 1024;

// The cases of go-units' own tests for RAMInBytes, and what it takes beside them.
describe('parseSize', () => {
  it.each([
    ['32', 32],
    ['32b', 32],
    ['32B', 32],
    ['32k', 32 * kibi],
    ['32K', 32 * kibi],
    ['32kb', 32 * kibi],
    ['32Kb', 32 * kibi],
    ['32Kib', 32 * kibi],
    ['32KIB', 32 * kibi],
    ['32Mb', 32 * kibi ** 2],
    ['32Gb', 32 * kibi ** 3],
    ['32Tb', 32 * kibi ** 4],
    ['4Pb', 4 * kibi ** 5],
    ['32 mb', 32 * kibi ** 2],
    ['32.5kB', 32.5 * kibi],
    ['32.3', 32],
    ['64MiB', 64 * kibi ** 2],
    ['1.5gb', 1.5 * kibi ** 3],
    ['0', 0],
  ])('reads %s as Docker does', (text, bytes) => {
    expect(parseSize(text)).toEqual({ value: bytes });
  });

  it.each(['', 'hello', '-32', ' 32 ', '32m b', '32bm', '.3kB', '32..4', '2gig', '2 x', '1e3'])(
    'refuses "%s"',
    (text) => {
      expect(parseSize(text)).toEqual({
        problem: `"${text}" is not a size: write bytes, or a number with k, m or g, like "512m" or "2g".`,
      });
    },
  );

  it('refuses what no integer can hold', () => {
    expect(parseSize('9000p')).toEqual({ problem: '"9000p" is too big: write 0 for no limit.' });
  });
});
