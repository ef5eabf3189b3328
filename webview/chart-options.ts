import type { ChartOptions } from 'chart.js';
import { formatDuration } from '../src/core/format.ts';
import type { Axis } from './axis.ts';
import { timeAxis, valueAxis } from './axis.ts';
import { formatValue } from './format.ts';
import type { Panel } from './panels.ts';
import type { Theme } from './theme.ts';

/** How a panel is drawn: its axes and its colours. Nothing moves, no data is copied or parsed, and the pointer is ours. */
export function chartOptions(panel: Panel, endOfTime: number, theme: Theme): ChartOptions<'line'> {
  return {
    parsing: false,
    normalized: true,
    animation: false,
    maintainAspectRatio: false,
    events: [],
    layout: { padding: { top: markerStrip, right: markerStrip / 2 } },
    scales: { x: timeScale(endOfTime, theme), y: valueScale(panel, theme) },
  };
}

/** The room above the lines, in px, for what marks a moment. */
export const markerStrip = 16;

/** In px. */
export const fontSize = 11;

type Scale = NonNullable<NonNullable<ChartOptions<'line'>['scales']>[string]>;

function timeScale(endOfTime: number, theme: Theme): Scale {
  return scale(timeAxis(endOfTime), (seconds) => formatDuration(seconds * 1000), theme);
}

function valueScale({ lines, limits, unit }: Panel, theme: Theme): Scale {
  const values = lines.flatMap(({ points }) => points.map(({ y, high = y }) => high));
  const highest = [...limits, ...values].reduce((one, other) => Math.max(one, other), 0);
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
