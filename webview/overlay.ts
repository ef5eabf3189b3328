import type { Chart, ChartArea, Plugin } from 'chart.js';
import { fontSize, markerStrip } from './chart-options.ts';
import { pointAt } from './cursor.ts';
import { glyphRoom, placeLabels } from './markers.ts';
import type { Marker } from './markers.ts';
import type { Line } from './panels.ts';
import { glyphs, glyphSize } from './status.ts';
import type { Theme } from './theme.ts';

/** What is drawn over the lines of a chart. */
export interface Overlay {
  readonly markers: readonly Marker[];
  /** Where the crosshair is, in seconds; `undefined`: nowhere. */
  readonly cursor: number | undefined;
  /** The lines whose values the crosshair shows. */
  readonly lines: readonly Line[];
  readonly theme: Theme;
}

/** Draws markers and crosshair over the chart's lines. */
export function overlay(current: () => Overlay | undefined): Plugin<'line'> {
  return {
    id: 'overlay',
    afterDatasetsDraw: (chart) => {
      const over = current();
      const { x, y } = chart.scales;
      if (!over || !x || !y) return;
      chart.ctx.save();
      drawMarkers(chart, over, (seconds) => x.getPixelForValue(seconds));
      if (over.cursor !== undefined) {
        drawCrosshair(chart, over.cursor, over, (seconds, value) => [
          x.getPixelForValue(seconds),
          y.getPixelForValue(value),
        ]);
      }
      chart.ctx.restore();
    },
  };
}

function drawMarkers(chart: Chart, { markers, theme }: Overlay, placeOf: (seconds: number) => number): void {
  const { ctx: context, chartArea: area } = chart;
  context.font = `${fontSize}px ${theme.fontFamily}`;
  const marks = markers.map((marker) => ({
    ...marker,
    x: Math.min(placeOf(marker.seconds), area.right),
    width: context.measureText(marker.label).width,
  }));
  const places = placeLabels(marks, area.left, area.right + glyphRoom);
  for (const [index, { x, width, glyph, label }] of marks.entries()) {
    context.strokeStyle = theme.muted;
    context.lineWidth = 1;
    verticalLine(context, x, area, [2, 3]);
    // What happens at nearly the same time follows from the first of it.
    const isCovered = marks.slice(0, index).some((earlier) => Math.abs(earlier.x - x) < glyphSize - 4);
    if (!isCovered) drawGlyph(context, glyphs[glyph], x);
    const place = places[index];
    if (!place) continue;
    context.fillStyle = theme.foreground;
    context.textBaseline = 'middle';
    context.fillText(label, place === 'right' ? x + glyphRoom : x - glyphRoom - width, markerStrip / 2);
  }
}

function drawGlyph(context: CanvasRenderingContext2D, path: string, x: number): void {
  const size = 12;
  context.save();
  context.setLineDash([]);
  context.translate(x - size / 2, (markerStrip - size) / 2);
  context.scale(size / glyphSize, size / glyphSize);
  context.lineWidth = 1.8;
  context.stroke(new Path2D(path));
  context.restore();
}

function drawCrosshair(
  { ctx: context, chartArea: area }: Chart,
  cursor: number,
  { lines, theme }: Overlay,
  placeOf: (seconds: number, value: number) => readonly [number, number],
): void {
  context.strokeStyle = theme.foreground;
  context.lineWidth = 1;
  verticalLine(context, placeOf(cursor, 0)[0], area, []);
  for (const { points, key } of lines) {
    const point = pointAt(points, cursor);
    if (!point) continue;
    context.beginPath();
    context.arc(...placeOf(point.x, point.y), 3, 0, 2 * Math.PI);
    context.fillStyle = theme.lines[key];
    context.fill();
    context.stroke();
  }
}

function verticalLine(context: CanvasRenderingContext2D, x: number, area: ChartArea, dash: number[]): void {
  const sharp = Math.round(x) + 0.5;
  context.setLineDash(dash);
  context.beginPath();
  context.moveTo(sharp, area.top);
  context.lineTo(sharp, area.bottom);
  context.stroke();
  context.setLineDash([]);
}
