import * as l10n from '@vscode/l10n';
import type { RunStatus } from '../src/core/run-result.ts';

/** A status in words. */
export function statusText(status: RunStatus): string {
  switch (status) {
    case 'running':
      return l10n.t('Running');
    case 'success':
      return l10n.t('Succeeded');
    case 'error':
      return l10n.t('Failed');
    case 'timeout':
      return l10n.t('Timed out');
    case 'killed':
      return l10n.t('Killed');
    case 'cancelled':
      return l10n.t('Cancelled');
  }
}

const circle = 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2z';

/** The side of the square that glyphs are drawn in. */
export const glyphSize = 16;

/** What there is a glyph of: each status, and the start and the end of a run. */
export type GlyphName = RunStatus | 'started' | 'ended';

/** Strokes: a disc in a ring, a tick, a cross, a clock, a warning triangle, a barred circle; a triangle, a square. */
export const glyphs = {
  running: `${circle}M8 6.6a1.4 1.4 0 1 1 0 2.8A1.4 1.4 0 0 1 8 6.6z`,
  success: 'M3 8.6l3.4 3.4L13 4.6',
  error: 'M4 4l8 8M12 4l-8 8',
  timeout: `${circle}M8 4.8V8l2.2 1.8`,
  killed: 'M8 2.4l6.2 11.2H1.8zM8 6.4v3.4M8 11.4v.4',
  cancelled: `${circle}M3.9 3.9l8.2 8.2`,
  started: 'M4.5 3l8 5-8 5z',
  ended: 'M3.5 3.5h9v9h-9z',
} as const satisfies Record<GlyphName, string>;
