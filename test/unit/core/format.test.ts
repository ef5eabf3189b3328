import { expect, test } from 'vitest';
import { formatBytes, formatDuration, formatElapsed, formatPercent } from '../../../src/core/format.ts';

const KiB = 1024;
const MiB = 1024 * KiB;
const GiB = 1024 * MiB;

test.each([
  [0, '0 B'],
  [-5, '0 B'],
  [0.4, '0 B'],
  [1, '1 B'],
  [1023, '1023 B'],
  [1023.6, '1 KiB'],
  [KiB, '1 KiB'],
  [12.5 * KiB, '12.5 KiB'],
  [99.94 * KiB, '99.9 KiB'],
  [99.96 * KiB, '100 KiB'],
  [256 * MiB, '256 MiB'],
  [1023.4 * MiB, '1023 MiB'],
  [1023.5 * MiB, '1 GiB'],
  [1.5 * GiB, '1.5 GiB'],
  [3 * 1024 * GiB, '3 TiB'],
  [2 * 1024 ** 6, '2048 PiB'],
])('shows %d bytes as "%s"', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test.each([
  [0, '0:00'],
  [-1, '0:00'],
  [999, '0:00'],
  [12_000, '0:12'],
  [59_999, '0:59'],
  [60_000, '1:00'],
  [3_599_999, '59:59'],
  [3_723_000, '1:02:03'],
  [86_399_999, '23:59:59'],
  [86_400_000, '1 d'],
  [183_959_999, '2 d 3 h 5 min'],
  [864_000_000, '10 d'],
  [864_300_000, '10 d 5 min'],
])('shows %d ms as "%s"', (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text);
});

test.each([
  [0, '0%'],
  [2.54, '2.5%'],
  [9.94, '9.9%'],
  [9.95, '10%'],
  [43.6, '44%'],
  [143, '143%'],
])('shows %d percent as "%s"', (percent, text) => {
  expect(formatPercent(percent)).toBe(text);
});

test.each([
  [0, '0 s'],
  [949, '0.9 s'],
  [59_999, '59.9 s'],
  [60_000, '1:00'],
  [3_600_000, '1:00:00'],
])('shows %i ms as %s', (milliseconds, text) => {
  expect(formatElapsed(milliseconds)).toBe(text);
});
