import { formatDuration } from '../src/core/format.ts';
import type { Unit } from './format.ts';
import { formatValue } from './format.ts';
import type { Point, SeriesName } from './series.ts';
import type { Shown } from './shown.ts';

/** The columns of the table of samples. */
export const sampleColumns = [
  'Time',
  'CPU',
  'Memory',
  'Net in',
  'Net out',
  'Disk read',
  'Disk write',
] as const;

/** The last samples as text, newest first, a cell for each of {@link sampleColumns}. */
export function sampleRows({ run, samples, series }: Shown): readonly (readonly string[])[] {
  const cell = (seconds: number, name: SeriesName, unit: Unit): string => {
    const point = at(series[name], seconds);
    return point === undefined ? '–' : formatValue(point.y, unit);
  };
  return samples
    .slice(-shownRows)
    .reverse()
    .map(({ timestamp }) => {
      const seconds = (timestamp - run.startedAt) / 1000;
      return [
        formatDuration(seconds * 1000),
        cell(seconds, 'cpu', 'percent'),
        cell(seconds, 'memory', 'bytes'),
        cell(seconds, 'networkIn', 'rate'),
        cell(seconds, 'networkOut', 'rate'),
        cell(seconds, 'diskRead', 'rate'),
        cell(seconds, 'diskWrite', 'rate'),
      ];
    });
}

const shownRows = 30;

function at(points: readonly Point[], seconds: number): Point | undefined {
  return points.findLast(({ x }) => x === seconds);
}
