import * as l10n from '@vscode/l10n';
import { formatValue, missing, unitOf } from './format.ts';
import type { Unit } from './format.ts';
import { keyOf } from './readout.ts';
import { lastMetric, metricOf } from './series.ts';
import type { Point, SeriesName } from './series.ts';
import { runsOf } from './shown.ts';
import type { Shown, ShownRun } from './shown.ts';

/** One chart with its heading and its figures. */
export interface Panel {
  readonly title: string;
  readonly unit: Unit;
  readonly lines: readonly Line[];
  /** What the runs may use at most, in the panel's unit. */
  readonly limits: readonly number[];
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

/** One line of a chart. `key` and `isOther` tell it from the others by colour and stroke, in the chart and beside its figures. */
export interface Line extends Stroke {
  readonly points: readonly Point[];
}

/** How a line is drawn. */
export interface Stroke {
  readonly key: LineKey;
  /** Whether it is of the run that another one is compared with. */
  readonly isOther: boolean;
}

/** The first two are for what a chart shows alone, the others for what goes in and what goes out. */
export type LineKey = 'cpu' | 'memory' | 'in' | 'out';

/** What the figures of a column are. `limit` marks the one that the chart draws as a dashed line; `room` what needs a wider panel. */
export interface Column {
  readonly label: string;
  readonly isLimit?: true;
  readonly room?: 'some' | 'much';
}

/** The figures of one line, or the difference between two: a text for each column. */
export interface Row {
  readonly name: string;
  readonly stroke?: Stroke;
  readonly figures: readonly string[];
}

/** The charts, in the order shown. */
export function panelsOf(shown: Shown): readonly Panel[] {
  return panelKinds.map((kind) => {
    const rows = kind.series.flatMap((name) =>
      shown.other ? comparedRows(shown, name, shown.other) : [row(shown, name)],
    );
    const lines = runsOf(shown).flatMap(({ series }, index) =>
      kind.series.map((name) => ({ key: keyOf(name), isOther: index > 0, points: series[name] })),
    );
    const [first] = kind.series;
    const limits = runsOf(shown).flatMap(({ run }) => limitOf(run, first) ?? []);
    return {
      title: kind.title(),
      unit: unitOf(first),
      lines,
      limits: [...new Set(limits)],
      columns: columnsOf(shown, first, limits.length > 0),
      rows,
    };
  });
}

/** How many charts there are. */
export const panelCount = 4;

/** What a panel says, for who cannot see its chart: "CPU. Used: Now 43%, Mean 40%, Peak 120%, Limit none." */
export function describe({ title, columns, rows }: Panel): string {
  const lists = rows.map((row) => describeRow(row, columns));
  return [`${title}.`, ...lists.map((list) => `${list}.`)].join(' ');
}

/** A row of figures as a line of text: "Used: Now 43%, Mean 40%". */
export function describeRow({ name, figures }: Row, columns: readonly Column[]): string {
  const known = figures.flatMap((figure, index) =>
    figure === ''
      ? []
      : [`${columns[index]?.label ?? ''} ${figure === missing ? l10n.t('unknown') : figure}`],
  );
  return `${name}: ${known.join(', ')}`;
}

interface PanelKind {
  readonly title: () => string;
  readonly series: readonly [SeriesName, ...SeriesName[]];
}

const panelKinds: readonly PanelKind[] = [
  { title: () => l10n.t('CPU'), series: ['cpu'] },
  { title: () => l10n.t('Memory'), series: ['memory'] },
  { title: () => l10n.t('Network'), series: ['networkIn', 'networkOut'] },
  { title: () => l10n.t('Disk'), series: ['diskRead', 'diskWrite'] },
];

function isRate(name: SeriesName): boolean {
  return unitOf(name) === 'rate';
}

/** CPU in percent of one core, memory in bytes; there is none of the others. */
function limitOf({ cpus, memory }: ShownRun['run'], name: SeriesName): number | undefined {
  const limit = name === 'cpu' ? cpus / 10 : name === 'memory' ? memory : 0;
  return limit > 0 ? limit : undefined;
}

function columnsOf({ run, other }: Shown, name: SeriesName, hasLimit: boolean): readonly Column[] {
  const mean = { label: l10n.t('Mean'), ...(isRate(name) && !other ? { room: 'some' as const } : {}) };
  const newest = { label: run.status === 'running' ? l10n.t('Now') : l10n.t('Last') };
  const columns: readonly Column[] = [...(other ? [] : [newest]), mean, { label: l10n.t('Peak') }];
  if (isRate(name)) return [...columns, { label: l10n.t('Total') }];
  if (!hasLimit) return other ? columns : [...columns, { label: l10n.t('Limit') }];
  const limit = { label: l10n.t('Limit'), isLimit: true } as const;
  return other ? [...columns, limit] : [...columns, limit, { label: l10n.t('Of limit'), room: 'much' }];
}

function row(shown: ShownRun, name: SeriesName): Row {
  const unit = unitOf(name);
  const newest = shown.series[name].at(-1)?.y;
  const figures = [text(newest, unit), text(shown.means[name], unit), text(shown.peaks[name], unit)];
  const more = isRate(name) ? [total(shown, name)] : limitFigures(shown, name, newest);
  return {
    name: rowName(name),
    stroke: { key: keyOf(name), isOther: false },
    figures: [...figures, ...more],
  };
}

function limitFigures({ run }: ShownRun, name: SeriesName, newest: number | undefined): readonly string[] {
  const limit = limitOf(run, name);
  if (limit === undefined) return [l10n.t('none')];
  const share = newest === undefined ? undefined : (newest / limit) * 100;
  return [text(limit, unitOf(name)), text(share, 'percent')];
}

/** A row for each run, and one for what the other has more or less. */
function comparedRows(shown: ShownRun, name: SeriesName, other: ShownRun): readonly Row[] {
  const unit = unitOf(name);
  const hasLimit = [shown, other].some(({ run }) => limitOf(run, name) !== undefined);
  const rows = [shown, other].map((each, index): Row => {
    const last = isRate(name)
      ? total(each, name)
      : hasLimit
        ? (limitFigures(each, name, undefined)[0] ?? '')
        : [];
    const label = index === 0 ? l10n.t('{0} (A)', rowName(name)) : l10n.t('{0} (B)', rowName(name));
    return {
      name: label,
      stroke: { key: keyOf(name), isOther: index > 0 },
      figures: [text(each.means[name], unit), text(each.peaks[name], unit), ...[last].flat()],
    };
  });
  const metric = metricOf[name];
  const differences = [
    difference(shown.means[name], other.means[name], unit),
    difference(shown.peaks[name], other.peaks[name], unit),
    ...(isRate(name)
      ? [difference(lastMetric(shown.samples, metric), lastMetric(other.samples, metric), 'bytes')]
      : hasLimit
        ? ['']
        : []),
  ];
  return [...rows, { name: l10n.t('B − A'), figures: differences }];
}

function rowName(name: SeriesName): string {
  switch (name) {
    case 'cpu':
    case 'memory':
      return l10n.t('Used');
    case 'networkIn':
      return l10n.t('In');
    case 'networkOut':
      return l10n.t('Out');
    case 'diskRead':
      return l10n.t('Read');
    case 'diskWrite':
      return l10n.t('Write');
  }
}

function total({ samples }: ShownRun, name: SeriesName): string {
  return text(lastMetric(samples, metricOf[name]), 'bytes');
}

function text(value: number | undefined, unit: Unit): string {
  return value === undefined ? missing : formatValue(value, unit);
}

/** "+12 MiB", "−3%". */
function difference(before: number | undefined, after: number | undefined, unit: Unit): string {
  if (before === undefined || after === undefined) return missing;
  const size = formatValue(Math.abs(after - before), unit);
  const isNone = size === formatValue(0, unit);
  return `${isNone ? '±' : after > before ? '+' : '−'}${size}`;
}
