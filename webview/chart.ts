import { Chart, Filler, LinearScale, LineController, LineElement, PointElement } from 'chart.js';
import type { ChartDataset } from 'chart.js';
import { chartOptions } from './chart-options.ts';
import { overlay } from './overlay.ts';
import type { Overlay } from './overlay.ts';
import type { Line, Panel, Stroke } from './panels.ts';
import type { Point } from './series.ts';
import type { Theme } from './theme.ts';

/** Draws one panel, again and again, with the same chart. */
export interface PanelChart {
  /** Draws the panel from the run's start to `endOfTime` seconds after it. */
  draw(panel: Panel, endOfTime: number, over: Overlay): void;
  /** Draws the same lines under something else. */
  drawOver(over: Overlay): void;
  /** The time at a place, and the place of a time: in px from the left of the canvas. */
  secondsAt(x: number): number;
  placeOf(seconds: number): number;
  destroy(): void;
}

/** Makes a chart. Without `scale` it fills the element around the canvas and follows its size and the screen's pixels. */
export function createPanelChart(canvas: HTMLCanvasElement, scale?: number): PanelChart {
  Chart.register(LineController, LineElement, PointElement, LinearScale, Filler);
  let over: Overlay | undefined;
  const still = scale === undefined ? {} : { responsive: false, devicePixelRatio: scale };
  const chart = new Chart<'line', LineDataset['data']>(canvas, {
    type: 'line',
    data: { datasets: [] },
    options: { ...still, scales: { x: { type: 'linear' }, y: { type: 'linear' } } },
    plugins: [overlay(() => over)],
  });
  return {
    draw: (panel, endOfTime, newOverlay) => {
      over = newOverlay;
      chart.data.datasets = datasets(panel, endOfTime, over.theme);
      chart.options = { ...chartOptions(panel, endOfTime, over.theme), ...still };
      chart.update('none');
    },
    drawOver: (newOverlay) => {
      over = newOverlay;
      chart.draw();
    },
    secondsAt: (x) => chart.scales['x']?.getValueForPixel(x) ?? 0,
    placeOf: (seconds) => chart.scales['x']?.getPixelForValue(seconds) ?? 0,
    destroy: () => {
      chart.destroy();
    },
  };
}

type LineDataset = ChartDataset<'line', Point[]>;

function datasets({ lines, limits }: Panel, endOfTime: number, theme: Theme): LineDataset[] {
  const isAlone = lines.length === 1;
  const isCompared = lines.some(({ isOther }) => isOther);
  return [
    ...lines.flatMap((line) => {
      const hasPeaks = !isCompared && line.points.some(({ high }) => high !== undefined);
      const mean = lineDataset(line, isAlone && !hasPeaks, theme);
      return hasPeaks ? [mean, peakDataset(line, isAlone, theme)] : [mean];
    }),
    ...limits.map((limit) => limitDataset(limit, endOfTime, theme)),
  ];
}

function lineDataset({ points, ...stroke }: Line, fill: boolean, theme: Theme): LineDataset {
  const color = strokeColor(stroke, theme);
  return {
    data: [...points],
    borderColor: color,
    backgroundColor: translucent(color, 18),
    borderWidth: 1.5,
    borderDash: strokeDash(stroke),
    borderJoinStyle: 'round',
    // A line of one point would not be seen.
    pointRadius: points.length === 1 ? 2.5 : 0,
    pointBackgroundColor: color,
    fill: fill ? 'origin' : false,
  };
}

/** Above the line of the means, fainter: what they hide. Alone in its chart it is a band down to them. */
function peakDataset({ points, ...stroke }: Line, isAlone: boolean, theme: Theme): LineDataset {
  const color = strokeColor(stroke, theme);
  return {
    data: points.map(({ x, y, high }, index) => ({ x, y: high ?? peakBefore(points, index) ?? y })),
    borderColor: translucent(color, 60),
    backgroundColor: translucent(color, 22),
    borderWidth: 0.75,
    borderDash: strokeDash(stroke),
    pointRadius: 0,
    fill: isAlone ? '-1' : false,
  };
}

/** The newest sample, behind the means, is a part of the last one of them. */
function peakBefore(points: readonly Point[], index: number): number | undefined {
  return index === points.length - 1 ? points[index - 1]?.high : undefined;
}

function limitDataset(limit: number, endOfTime: number, theme: Theme): LineDataset {
  return {
    data: [
      { x: 0, y: limit },
      { x: endOfTime, y: limit },
    ],
    borderColor: theme.limit,
    borderWidth: 1.5,
    borderDash: [6, 4],
    pointRadius: 0,
  };
}

/** The other run's is another shade, nearer to the text, and so not harder to see. */
function strokeColor({ key, isOther }: Stroke, { lines, foreground }: Theme): string {
  return isOther ? `color-mix(in srgb, ${lines[key]} 55%, ${foreground})` : lines[key];
}

function strokeDash({ key, isOther }: Stroke): number[] {
  if (isOther) return key === 'out' ? [8, 3, 2, 3] : [8, 3];
  return key === 'out' ? [2, 2] : [];
}

function translucent(color: string, percent: number): string {
  return `color-mix(in srgb, ${color} ${percent}%, transparent)`;
}
