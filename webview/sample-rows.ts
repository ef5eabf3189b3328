import * as l10n from '@vscode/l10n';
import { formatDuration } from '../src/core/format.ts';
import { formatPoint, nameOf, unitOf } from './format.ts';
import { forEachSeries, seriesNames } from './series.ts';
import { runsOf } from './shown.ts';
import type { Shown } from './shown.ts';

/** The headings of the table of samples. */
export function sampleColumns({ other }: Pick<Shown, 'other'>): readonly string[] {
  return [...(other ? [l10n.t('Run')] : []), l10n.t('Time'), ...seriesNames.map(nameOf)];
}

/** All points as text, newest first, a cell for each of {@link sampleColumns}. */
export function sampleRows(shown: Shown): readonly (readonly string[])[] {
  return runsOf(shown).flatMap(({ run, samples, series }, index) => {
    const points = forEachSeries((name) => new Map(series[name].map((point) => [point.x, point])));
    return samples.toReversed().map(({ timestamp }) => {
      const seconds = (timestamp - run.startedAt) / 1000;
      return [
        ...(shown.other ? [index === 0 ? 'A' : 'B'] : []),
        formatDuration(seconds * 1000),
        ...seriesNames.map((name) => formatPoint(points[name].get(seconds), unitOf(name))),
      ];
    });
  });
}
