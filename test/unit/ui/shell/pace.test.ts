import { expect, test } from 'vitest';
import { Pace } from '../../../../src/ui/shell/pace.ts';

test('what a person prints is shown at once, and a flood waits until the terminal is done', () => {
  const pace = new Pace();
  expect(pace.pauseAfter(1_000, 10_000)).toBe(0);
  const pauses = Array.from({ length: 10 }, () => pace.pauseAfter(64 * 1024, 10_000));
  expect(pauses[0]).toBe(0);
  expect(pauses.at(-1)).toBeGreaterThan(100);
  expect(pause(pauses.at(-1)) - pause(pauses.at(-2))).toBeCloseTo(32);
  // When it is done, there is room again.
  expect(pace.pauseAfter(64 * 1024, 20_000)).toBe(0);
});

function pause(value: number | undefined): number {
  return value ?? Number.NaN;
}
