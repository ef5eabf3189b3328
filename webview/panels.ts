import { formatValue } from './format.ts';
import type { Unit } from './format.ts';
import { lastMetric } from './series.ts';
import type { Point, SeriesName } from './series.ts';
import type { Shown } from './shown.ts';

/** One chart with its heading and its figures. */
export interface Panel {
  readonly title: PanelTitle;
  readonly unit: Unit;
  readonly lines: readonly Line[];
  /** What the task may use at most, in the panel's unit; `undefined`: no limit. */
  readonly limit: number | undefined;
}

/** The charts, in the order shown. */
export const panelTitles = ['CPU', 'Memory', 'Network', 'Disk'] as const;

export type PanelTitle = (typeof panelTitles)[number];

/** One line of a chart. `key` tells it from the others by colour and stroke, in the chart and beside its figures. */
export interface Line {
  readonly name: string;
  readonly key: LineKey;
  readonly points: readonly Point[];
  readonly figures: readonly Figure[];
}

/** The first two are for what a chart shows alone, the others for what goes in and what goes out. */
export type LineKey = 'cpu' | 'memory' | 'in' | 'out';

/** A number as text. `limit` marks the one that the chart draws as a dashed line. */
export interface Figure {
  readonly label: string;
  readonly value: string;
  readonly limit?: true;
}

/** The charts of a run, in the order of {@link panelTitles}. A panel's lines have figures with the same labels. */
export function panelsOf(shown: Shown): readonly Panel[] {
  const { cpus, memory } = shown.run;
  return [
    usagePanel(shown, 'CPU', 'cpu', 'percent', cpus > 0 ? cpus / 10 : undefined),
    usagePanel(shown, 'Memory', 'memory', 'bytes', memory > 0 ? memory : undefined),
    ratePanel(shown, 'Network', [
      { name: 'In', key: 'in', series: 'networkIn', total: 'net_rx' },
      { name: 'Out', key: 'out', series: 'networkOut', total: 'net_tx' },
    ]),
    ratePanel(shown, 'Disk', [
      { name: 'Read', key: 'in', series: 'diskRead', total: 'disk_read' },
      { name: 'Write', key: 'out', series: 'diskWrite', total: 'disk_write' },
    ]),
  ];
}

/** What a panel says, for who cannot see its chart: "CPU. Usage: now 43%, peak 120%, limit none." */
export function describe({ title, lines }: Panel): string {
  const sentences = lines.map(({ name, figures }) => {
    const list = figures.map(
      ({ label, value }) => `${label.toLowerCase()} ${value === missing ? 'unknown' : value}`,
    );
    return `${name}: ${list.join(', ')}.`;
  });
  return [`${title}.`, ...sentences].join(' ');
}

function usagePanel(
  { series, peaks, run }: Shown,
  title: PanelTitle,
  key: 'cpu' | 'memory',
  unit: Unit,
  limit: number | undefined,
): Panel {
  const newest = series[key].at(-1)?.y;
  const share = newest === undefined || limit === undefined ? undefined : (newest / limit) * 100;
  const figures: readonly Figure[] = [
    { label: newestLabel(run), value: text(newest, unit) },
    { label: 'Peak', value: text(peaks[key], unit) },
    ...(limit === undefined
      ? [{ label: 'Limit', value: 'none' }]
      : [
          { label: 'Limit', value: text(limit, unit), limit: true } as const,
          { label: 'Of limit', value: text(share, 'percent') },
        ]),
  ];
  return { title, unit, lines: [{ name: 'Used', key, points: series[key], figures }], limit };
}

interface Counter {
  readonly name: string;
  readonly key: LineKey;
  readonly series: SeriesName;
  readonly total: string;
}

function ratePanel(
  { series, peaks, run, samples }: Shown,
  title: PanelTitle,
  counters: readonly Counter[],
): Panel {
  const lines = counters.map((counter): Line => {
    const points = series[counter.series];
    const figures = [
      { label: newestLabel(run), value: text(points.at(-1)?.y, 'rate') },
      { label: 'Peak', value: text(peaks[counter.series], 'rate') },
      { label: 'Total', value: text(lastMetric(samples, counter.total), 'bytes') },
    ];
    return { name: counter.name, key: counter.key, points, figures };
  });
  return { title, unit: 'rate', lines, limit: undefined };
}

function newestLabel({ status }: Shown['run']): string {
  return status === 'running' ? 'Now' : 'Last';
}

function text(value: number | undefined, unit: Unit): string {
  return value === undefined ? missing : formatValue(value, unit);
}

const missing = '–';
