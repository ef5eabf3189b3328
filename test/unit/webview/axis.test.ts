import { expect, test } from 'vitest';
import { timeAxis, valueAxis } from '../../../webview/axis.ts';

const MiB = 1024 ** 2;

test.each([
  [0, [0, 2.5, 5, 7.5, 10]],
  [36, [0, 10, 20, 30]],
  [100, [0, 25, 50, 75, 100]],
  [171, [0, 50, 100, 150]],
  [3200, [0, 1000, 2000, 3000]],
])('labels round percentages up to %d%%', (highest, ticks) => {
  expect(valueAxis(highest, 'percent').ticks).toEqual(ticks);
});

test('labels round binary sizes', () => {
  expect(valueAxis(512 * MiB, 'bytes').ticks.map((tick) => tick / MiB)).toEqual([0, 128, 256, 384, 512]);
  expect(valueAxis(700 * MiB, 'rate').ticks.map((tick) => tick / MiB)).toEqual([0, 256, 512]);
  expect(valueAxis(0, 'rate').ticks).toEqual([0, 256, 512, 768, 1024]);
});

test('leaves room above the highest value, so that a limit there is seen', () => {
  expect(valueAxis(200, 'percent').maximum).toBeGreaterThan(200);
});

test.each([
  [1, [0, 1]],
  [10, [0, 5, 10]],
  [95, [0, 30, 60, 90]],
  [3723, [0, 1800, 3600]],
  [100_000, [0, 43_200, 86_400]],
  [183_600, [0, 86_400, 172_800]],
  [30 * 86_400, [0, 864_000, 1_728_000, 2_592_000]],
])('labels %d seconds at steps that a clock has', (seconds, ticks) => {
  expect(timeAxis(seconds)).toEqual({ maximum: seconds, ticks });
});
