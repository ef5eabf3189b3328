import * as l10n from '@vscode/l10n';
import { formatBytes, formatPercent } from '../src/core/format.ts';
import type { Point, SeriesName } from './series.ts';

/** What a chart's values count: percent of one core, bytes, or bytes a second. */
export type Unit = 'percent' | 'bytes' | 'rate';

/** A chart's value as text, for its axis, its figures and its readout alike. */
export function formatValue(value: number, unit: Unit): string {
  switch (unit) {
    case 'percent':
      return formatPercent(value);
    case 'bytes':
      return formatBytes(value);
    case 'rate':
      return `${formatBytes(value)}/s`;
  }
}

/** A point's value as text, with its peak where it has another one. */
export function formatPoint(point: Point | undefined, unit: Unit): string {
  if (!point) return missing;
  const value = formatValue(point.y, unit);
  const peak = point.high === undefined ? value : formatValue(point.high, unit);
  return peak === value ? value : l10n.t('mean {0}, peak {1}', value, peak);
}

/** What a series counts in. */
export function unitOf(name: SeriesName): Unit {
  return name === 'cpu' ? 'percent' : name === 'memory' ? 'bytes' : 'rate';
}

/** A series as people call it. */
export function nameOf(name: SeriesName): string {
  switch (name) {
    case 'cpu':
      return l10n.t('CPU');
    case 'memory':
      return l10n.t('Memory');
    case 'networkIn':
      return l10n.t('Network in');
    case 'networkOut':
      return l10n.t('Network out');
    case 'diskRead':
      return l10n.t('Disk read');
    case 'diskWrite':
      return l10n.t('Disk write');
  }
}

/** Stands where there is no value. */
export const missing = '–';
