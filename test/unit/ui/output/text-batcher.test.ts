import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TextBatcher } from '../../../../src/ui/output/text-batcher.ts';

const KiB = 1024;

interface Step {
  readonly text: string;
  readonly skipped: number;
}

let steps: Step[] = [];
let batcher = new TextBatcher(() => undefined);

beforeEach(() => {
  vi.useFakeTimers();
  steps = [];
  batcher = new TextBatcher((text, skipped) => steps.push({ text, skipped }));
});

afterEach(() => {
  vi.useRealTimers();
});

test('hands small pieces on together', () => {
  for (const text of ['a', '', 'b', 'c']) batcher.add(text);
  expect(steps).toEqual([]);
  vi.advanceTimersByTime(50);
  expect(steps).toEqual([{ text: 'abc', skipped: 0 }]);
});

test('hands on at once what there is when it is flushed, and nothing twice', () => {
  batcher.add('a');
  batcher.flush();
  batcher.flush();
  vi.advanceTimersByTime(1000);
  expect(steps).toEqual([{ text: 'a', skipped: 0 }]);
});

test('shows whole what comes at once after a pause', () => {
  for (let round = 0; round < 3; round++) {
    for (let piece = 0; piece < 4; piece++) batcher.add('x'.repeat(64 * KiB));
    vi.advanceTimersByTime(500);
  }
  expect(steps.map(({ text, skipped }) => [text.length, skipped])).toEqual(Array(3).fill([256 * KiB, 0]));
});

test('shows a part of a flood, says how much it leaves out, and neither stops nor forgets any', () => {
  const [rounds, pieces, piece] = [100, 16, 64 * KiB];
  for (let round = 0; round < rounds; round++) {
    for (let index = 0; index < pieces; index++) batcher.add('x'.repeat(piece));
    vi.advanceTimersByTime(50);
  }
  const shown = steps.map(({ text }) => text.length);
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
  expect(shown).toHaveLength(rounds);
  expect(sum(shown) + sum(steps.map(({ skipped }) => skipped))).toBe(rounds * pieces * piece);
  expect(sum(shown)).toBeLessThanOrEqual(256 * KiB + rounds * 64 * KiB);
  expect(sum(shown)).toBeGreaterThan(rounds * 60 * KiB);
});
