import type { Unit } from './format.ts';

/** Where an axis ends, and the values that are labelled on it. It starts at 0. */
export interface Axis {
  readonly maximum: number;
  readonly ticks: readonly number[];
}

/** An axis that shows values up to `highest`, with a little room above it and round labels in the unit. */
export function valueAxis(highest: number, unit: Unit): Axis {
  const top = Math.max(highest, unit === 'percent' ? 10 : 1024);
  const step = unit === 'percent' ? decimalStep(top / labels) : 2 ** Math.ceil(Math.log2(top / labels));
  return { maximum: top * 1.08, ticks: ticks(top, step) };
}

/** A time axis of so many seconds, with labels at steps that a clock or a calendar has. */
export function timeAxis(seconds: number): Axis {
  const step = clockSteps.find((candidate) => candidate * labels >= seconds);
  return { maximum: seconds, ticks: ticks(seconds, step ?? day * decimalStep(seconds / labels / day)) };
}

/** The highest number of labels after the 0. */
const labels = 4;
const hour = 3600;
const day = 24 * hour;
const clockSteps = [
  ...[1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800],
  ...[hour, 2 * hour, 3 * hour, 6 * hour, 12 * hour, day, 2 * day],
];

function ticks(top: number, step: number): readonly number[] {
  return Array.from({ length: Math.floor(top / step) + 1 }, (_, index) => index * step);
}

function decimalStep(atLeast: number): number {
  const power = 10 ** Math.floor(Math.log10(atLeast));
  const mantissa = [1, 2, 2.5, 5].find((candidate) => candidate * power >= atLeast) ?? 10;
  return mantissa * power;
}
