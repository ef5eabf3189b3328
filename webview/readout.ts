import { formatDuration } from '../src/core/format.ts';
import { pointAt } from './cursor.ts';
import { formatMoment } from './format-moment.ts';
import { formatPoint, missing, nameOf, unitOf } from './format.ts';
import type { LineKey } from './panels.ts';
import { seriesNames } from './series.ts';
import type { SeriesName } from './series.ts';
import { runsOf } from './shown.ts';
import type { Shown } from './shown.ts';

/** What all charts show at one time. */
export interface Readout {
  /** Since the start of the run, and on the clock. */
  readonly time: string;
  readonly moment: string;
  readonly rows: readonly {
    readonly name: string;
    readonly key: LineKey;
    /** A text for each of the runs shown. */
    readonly values: readonly string[];
  }[];
}

/** Reads the values at so many seconds. */
export function readoutAt(shown: Shown, seconds: number): Readout {
  const runs = runsOf(shown);
  return {
    time: formatDuration(seconds * 1000),
    moment: shown.other ? '' : formatMoment(shown.run.startedAt + seconds * 1000),
    rows: seriesNames.map((name) => ({
      name: nameOf(name),
      key: keyOf(name),
      values: runs.map(({ series }) => {
        const point = pointAt(series[name], seconds);
        // Of two runs there is room for the means alone.
        return formatPoint(shown.other && point ? { x: point.x, y: point.y } : point, unitOf(name));
      }),
    })),
  };
}

/** The same to be listened to: "0:12. CPU: 43%. Memory: 12 MiB. ...". What is unknown is left out. */
export function spoken({ time, rows }: Readout): string {
  const values = rows
    .filter(({ values: texts }) => texts.some((text) => text !== missing))
    .map(({ name, values: texts }) => `${name}: ${texts.join(' / ')}.`);
  return [`${time}.`, ...values].join(' ');
}

/** Which line of its chart a series is. */
export function keyOf(name: SeriesName): LineKey {
  switch (name) {
    case 'cpu':
    case 'memory':
      return name;
    case 'networkIn':
    case 'diskRead':
      return 'in';
    case 'networkOut':
    case 'diskWrite':
      return 'out';
  }
}
