import type { Point } from './series.ts';
import { runsOf } from './shown.ts';
import type { Shown } from './shown.ts';

/** The times that a crosshair can be at, in seconds since the start of the run, in order: those of the samples. */
export function timesOf(shown: Shown): readonly number[] {
  const times = runsOf(shown).flatMap(({ samples, run }) =>
    samples.map(({ timestamp }) => (timestamp - run.startedAt) / 1000),
  );
  return [...new Set(times)].sort((a, b) => a - b);
}

/** The time that is next to another; `undefined` where there is none. */
export function nearestTime(times: readonly number[], seconds: number): number | undefined {
  return times.reduce<number | undefined>(
    (best, time) => (best === undefined || Math.abs(time - seconds) < Math.abs(best - seconds) ? time : best),
    undefined,
  );
}

/** Where a key moves a crosshair to: `undefined`: away; `current` where it is no key of ours. Without one it begins at the end. */
export function afterKey(
  times: readonly number[],
  current: number | undefined,
  key: string,
  isLarge: boolean,
): number | undefined {
  const step = isLarge ? Math.max(10, Math.round(times.length / 20)) : 1;
  const from = times.indexOf(nearestTime(times, current ?? Infinity) ?? NaN);
  const at = (index: number): number | undefined => times[Math.min(Math.max(index, 0), times.length - 1)];
  switch (key) {
    case 'ArrowLeft':
      return at(current === undefined ? times.length - 1 : from - step);
    case 'ArrowRight':
      return at(current === undefined ? times.length - 1 : from + step);
    case 'Home':
      return at(0);
    case 'End':
      return at(times.length - 1);
    case 'Escape':
      return undefined;
    default:
      return current;
  }
}

/** The keys that {@link afterKey} knows. */
export const cursorKeys: ReadonlySet<string> = new Set(['ArrowLeft', 'ArrowRight', 'Home', 'End', 'Escape']);

/**
 * The point of a line at a time: the nearest one, if it is not further away than the points are from each other. A run that had
 * ended by then, or was not measured, has none.
 */
export function pointAt(points: readonly Point[], seconds: number): Point | undefined {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return undefined;
  const spacing = (last.x - first.x) / Math.max(1, points.length - 1);
  const nearest = points.reduce((best, point) =>
    Math.abs(point.x - seconds) < Math.abs(best.x - seconds) ? point : best,
  );
  return Math.abs(nearest.x - seconds) <= Math.max(0.5, spacing) ? nearest : undefined;
}
