import { Chart, Filler, LinearScale, LineController, LineElement, PointElement, Tooltip } from 'chart.js';
import type { ChartDataset } from 'chart.js';
import { chartOptions } from './chart-options.ts';
import type { Line, Panel } from './panels.ts';
import type { Theme } from './theme.ts';

/** Draws one panel, again and again, with the same chart. */
export interface PanelChart {
  /** Draws the panel from the run's start to `endOfTime` seconds after it. */
  draw(panel: Panel, endOfTime: number, theme: Theme): void;
}

/** Makes a chart that fills the element around the canvas and follows its size. */
export function createPanelChart(canvas: HTMLCanvasElement): PanelChart {
  Chart.register(LineController, LineElement, PointElement, LinearScale, Filler, Tooltip);
  const chart = new Chart<'line', LineDataset['data']>(canvas, { type: 'line', data: { datasets: [] } });
  return {
    draw: (panel, endOfTime, theme) => {
      chart.data.datasets = datasets(panel, endOfTime, theme);
      chart.options = chartOptions(panel, endOfTime, theme);
      chart.update('none');
    },
  };
}

type LineDataset = ChartDataset<'line', { readonly x: number; readonly y: number }[]>;

function datasets({ lines, limit }: Panel, endOfTime: number, theme: Theme): LineDataset[] {
  const drawn = lines.map((line) => lineDataset(line, lines.length === 1, theme));
  return limit === undefined ? drawn : [...drawn, limitDataset(limit, endOfTime, theme)];
}

function lineDataset({ name, key, points }: Line, fill: boolean, theme: Theme): LineDataset {
  const color = theme.lines[key];
  return {
    label: name,
    data: [...points],
    borderColor: color,
    backgroundColor: `color-mix(in srgb, ${color} 18%, transparent)`,
    borderWidth: 1.5,
    borderDash: key === 'out' ? [2, 2] : [],
    borderJoinStyle: 'round',
    // A line of one point would not be seen.
    pointRadius: points.length === 1 ? 2.5 : 0,
    pointBackgroundColor: color,
    pointHoverRadius: 3,
    fill: fill ? 'origin' : false,
  };
}

function limitDataset(limit: number, endOfTime: number, theme: Theme): LineDataset {
  return {
    label: 'Limit',
    data: [
      { x: 0, y: limit },
      { x: endOfTime, y: limit },
    ],
    borderColor: theme.limit,
    borderWidth: 1.5,
    borderDash: [6, 4],
    pointRadius: 0,
    pointHoverRadius: 0,
  };
}
