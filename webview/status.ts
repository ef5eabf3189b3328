import type { RunStatus } from '../src/core/run-result.ts';

/** A status in words. */
export const statusText = {
  running: 'Running',
  success: 'Succeeded',
  error: 'Failed',
  timeout: 'Timed out',
  killed: 'Killed',
  cancelled: 'Cancelled',
} as const satisfies Record<RunStatus, string>;

/** A status as a shape, so that colour is not all that tells one from another. Decoration: the words stand beside it. */
export function statusGlyph(status: RunStatus): SVGElement {
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', `glyph ${status}`);
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(namespace, 'path');
  path.setAttribute('d', shapes[status]);
  svg.append(path);
  return svg;
}

const namespace = 'http://www.w3.org/2000/svg';
const circle = 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2z';

/** Strokes on a grid of 16 by 16: a disc in a ring, a tick, a cross, a clock, a warning triangle, a barred circle. */
const shapes = {
  running: `${circle}M8 6.6a1.4 1.4 0 1 1 0 2.8A1.4 1.4 0 0 1 8 6.6z`,
  success: 'M3 8.6l3.4 3.4L13 4.6',
  error: 'M4 4l8 8M12 4l-8 8',
  timeout: `${circle}M8 4.8V8l2.2 1.8`,
  killed: 'M8 2.4l6.2 11.2H1.8zM8 6.4v3.4M8 11.4v.4',
  cancelled: `${circle}M3.9 3.9l8.2 8.2`,
} as const satisfies Record<RunStatus, string>;
