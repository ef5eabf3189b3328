import { formatBytes, formatPercent } from '../src/core/format.ts';

/** What a chart's values count: percent of one core, bytes, or bytes a second. */
export type Unit = 'percent' | 'bytes' | 'rate';

/** A chart's value as text, for its axis, its figures and its tooltip alike. */
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
