import { formatDuration } from '../src/core/format.ts';
import { createPanelChart } from './chart.ts';
import { formatMoment } from './format-moment.ts';
import { describeMarker, markersOf } from './markers.ts';
import { describeRow, panelsOf } from './panels.ts';
import type { Panel } from './panels.ts';
import { elapsed, endOfTime, runsOf } from './shown.ts';
import type { Shown } from './shown.ts';
import { statusText } from './status.ts';
import { readTheme } from './theme.ts';
import type { Theme } from './theme.ts';

/** Draws all charts with what is known of the runs, on the background of the theme: a PNG, in base64. */
export function drawPicture(shown: Shown): string {
  const theme = readTheme();
  const head = headLines(shown);
  const top = margin + titleHeight + head.length * lineHeight + gap;
  const panels = panelsOf(shown);
  const panelHeight =
    (2 + Math.max(...panels.map(({ rows }) => rows.length))) * lineHeight + chartSize.height;
  const canvas = document.createElement('canvas');
  canvas.width = (2 * margin + 2 * chartSize.width + gap) * scale;
  canvas.height = (top + 2 * panelHeight + gap + margin) * scale;
  const context = canvas.getContext('2d');
  if (!context) return '';
  context.scale(scale, scale);
  context.fillStyle = theme.page;
  context.fillRect(0, 0, canvas.width, canvas.height);
  drawHead(context, head, theme);
  panels.forEach((panel, index) => {
    const x = margin + (index % 2) * (chartSize.width + gap);
    const y = top + Math.floor(index / 2) * (panelHeight + gap);
    drawPanel(context, panel, x, y, shown, theme);
  });
  return canvas.toDataURL('image/png').replace(/^data:image\/png;base64,/, '');
}

/** Of device pixels to those of the layout. */
const scale = 2;
/** In px, as all that follows. */
const margin = 24;
const gap = 28;
const titleHeight = 28;
const lineHeight = 19;
const chartSize = { width: 640, height: 220 };

/** A title for each run, and what has happened. */
function headLines(shown: Shown): readonly string[] {
  const facts = runsOf(shown).map((each, index) =>
    [
      ...(shown.other ? [`${index === 0 ? 'A' : 'B'}: ${each.run.label}`] : []),
      statusText(each.run.status),
      formatDuration(elapsed(each, Date.now())),
      formatMoment(each.run.startedAt),
      each.run.image,
    ].join(' · '),
  );
  const title = [...new Set(runsOf(shown).map(({ run }) => run.label))].join(' / ');
  return [title, ...facts, markersOf(shown).map(describeMarker).join(' · ')];
}

function drawHead(
  context: CanvasRenderingContext2D,
  [title = '', ...lines]: readonly string[],
  theme: Theme,
): void {
  context.fillStyle = theme.foreground;
  context.textBaseline = 'top';
  context.font = `600 20px ${theme.fontFamily}`;
  context.fillText(title, margin, margin);
  context.font = `13px ${theme.fontFamily}`;
  lines.forEach((line, index) => {
    context.fillText(line, margin, margin + titleHeight + index * lineHeight);
  });
}

function drawPanel(
  context: CanvasRenderingContext2D,
  panel: Panel,
  x: number,
  y: number,
  shown: Shown,
  theme: Theme,
): void {
  context.fillStyle = theme.foreground;
  context.font = `600 15px ${theme.fontFamily}`;
  context.fillText(panel.title, x, y);
  context.font = `13px ${theme.fontFamily}`;
  panel.rows.forEach((row, index) => {
    context.fillText(describeRow(row, panel.columns), x, y + (index + 1.2) * lineHeight);
  });
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [chartSize.width, chartSize.height];
  const chart = createPanelChart(canvas, scale);
  chart.draw(panel, endOfTime(shown), { markers: markersOf(shown), cursor: undefined, lines: [], theme });
  context.drawImage(canvas, x, y + (panel.rows.length + 1.5) * lineHeight, chartSize.width, chartSize.height);
  chart.destroy();
}
