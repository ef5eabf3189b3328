import type { ChartRun } from './protocol.ts';
import { growth, isTotal } from './stats.ts';
import type { Stat } from './stats.ts';

/**
 * The statistics of runs as CSV (RFC 4180, with CRLF): a line for each point, with its time in RFC 3339, the seconds since the
 * run's start, and each metric with its highest value within the point. The names in the first line end with the unit. Of several
 * runs, the first two columns tell whose line it is.
 */
export function chartCsv(runs: readonly ChartRun[]): string {
  const metrics = [
    ...new Set(runs.flatMap(({ stats }) => stats.flatMap((stat) => Object.keys(stat.metrics)))),
  ];
  const isOne = runs.length === 1;
  const head = [...(isOne ? [] : ['label', 'run']), 'time', 'elapsed_s', ...metrics.flatMap(columnsOf)];
  const rows = runs.flatMap((run) => {
    const owner = isOne ? [] : [run.run.label, run.run.id];
    return run.stats.map((stat, index) => [...owner, ...cellsOf(run, stat, index, metrics)]);
  });
  return [head, ...rows].map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');
}

/** A metric's name with its unit, and that of its peak: a total's is its highest growth. */
function columnsOf(metric: string): readonly string[] {
  if (isTotal(metric)) return [`${metric}_bytes`, `${metric}_peak_bytes_per_s`];
  const unit = metric.startsWith('cpu_') ? '_percent' : metric.startsWith('mem_') ? '_bytes' : '';
  return [`${metric}${unit}`, `${metric}_peak${unit}`];
}

function cellsOf(
  { run, stats, highs = [] }: ChartRun,
  stat: Stat,
  index: number,
  names: readonly string[],
): readonly string[] {
  const { timestamp, metrics } = stat;
  const before = stats[index - 1];
  return [
    new Date(timestamp).toISOString(),
    ((timestamp - run.startedAt) / 1000).toFixed(3),
    ...names.flatMap((name) => {
      // Where there are no highs the points are the samples.
      const peak = highs[index]?.[name] ?? (isTotal(name) ? growth(before, stat, name) : metrics[name]);
      return [metrics[name], peak].map((value) => (value === undefined ? '' : String(value)));
    }),
  ];
}

/** RFC 4180, 2.6 and 2.7. */
function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
