import type { ChartOptions } from 'chart.js';
import { formatDuration } from '../src/core/format.ts';
import type { Axis } from './axis.ts';
import { timeAxis, valueAxis } from './axis.ts';
import { formatValue } from './format.ts';
import type { Unit } from './format.ts';
import type { Panel } from './panels.ts';
import type { Theme } from './theme.ts';

/** How a panel is drawn: its axes, its tooltip and its colours. Nothing moves, and no data is copied or parsed. */
export function chartOptions(panel: Panel, endOfTime: number, theme: Theme): ChartOptions<'line'> {
  return {
    parsing: false,
    normalized: true,
    animation: false,
    maintainAspectRatio: false,
    interaction: { mode: 'nearest', axis: 'x', intersect: false },
    scales: { x: timeScale(endOfTime, theme), y: valueScale(panel, theme) },
    plugins: { tooltip: tooltip(panel.unit, theme) },
  };
}

type Scale = NonNullable<NonNullable<ChartOptions<'line'>['scales']>[string]>;
type Tooltip = NonNullable<NonNullable<ChartOptions<'line'>['plugins']>['tooltip']>;

function timeScale(endOfTime: number, theme: Theme): Scale {
  return scale(timeAxis(endOfTime), (seconds) => formatDuration(seconds * 1000), theme);
}

function valueScale({ lines, limit, unit }: Panel, theme: Theme): Scale {
  const values = lines.flatMap(({ points }) => points.map(({ y }) => y));
  const highest = values.reduce((one, other) => Math.max(one, other), limit ?? 0);
  return {
    ...scale(valueAxis(highest, unit), (value) => formatValue(value, unit), theme),
    // The same for every chart, so that the same time is at the same place in all of them.
    afterFit: (fitted) => {
      fitted.width = 70;
    },
  };
}

function scale({ maximum, ticks }: Axis, format: (value: number) => string, theme: Theme): Scale {
  return {
    type: 'linear',
    min: 0,
    max: maximum,
    afterBuildTicks: (built) => {
      built.ticks = ticks.map((value) => ({ value }));
    },
    border: { color: theme.grid },
    grid: { color: theme.grid, tickLength: 4 },
    ticks: {
      color: theme.muted,
      font: { family: theme.fontFamily, size: fontSize },
      maxRotation: 0,
      callback: (value) => format(Number(value)),
    },
  };
}

function tooltip(unit: Unit, theme: Theme): Tooltip {
  const font = { family: theme.fontFamily, size: fontSize };
  return {
    animation: false,
    mode: 'index',
    backgroundColor: theme.background,
    borderColor: theme.border,
    borderWidth: 1,
    cornerRadius: 3,
    boxWidth: 8,
    boxHeight: 8,
    boxPadding: 4,
    titleColor: theme.foreground,
    bodyColor: theme.foreground,
    titleFont: { ...font, weight: 'normal' },
    bodyFont: font,
    filter: ({ dataset }) => dataset.label !== 'Limit',
    callbacks: {
      title: ([item]) => (item ? formatDuration((item.parsed.x ?? 0) * 1000) : ''),
      label: ({ dataset, parsed }) => `${dataset.label ?? ''}: ${formatValue(parsed.y ?? 0, unit)}`,
    },
  };
}

const fontSize = 11;
