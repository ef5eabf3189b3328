import * as l10n from '@vscode/l10n';
import { formatDuration } from '../src/core/format.ts';
import type { RunState } from '../src/core/protocol.ts';
import type { RunEvent } from '../src/core/run-event.ts';
import { runsOf } from './shown.ts';
import type { Shown } from './shown.ts';
import type { GlyphName } from './status.ts';
import { statusText } from './status.ts';

/** A moment that the charts mark on their axis of time. */
export interface Marker {
  readonly seconds: number;
  readonly glyph: GlyphName;
  readonly label: string;
}

/** What has happened to the runs shown. */
export function markersOf(shown: Shown): readonly Marker[] {
  return runsOf(shown).flatMap(({ run }, index) =>
    run.events.map((event) => {
      const text = eventText(event, run);
      return {
        seconds: Math.max(0, (event.at - run.startedAt) / 1000),
        glyph: glyphOf(event, run),
        label: !shown.other ? text : index === 0 ? l10n.t('A: {0}', text) : l10n.t('B: {0}', text),
      };
    }),
  );
}

/** A marker in words, with its time. */
export function describeMarker({ seconds, label }: Marker): string {
  return `${label} ${formatDuration(seconds * 1000)}`;
}

/** Where the label of a marker is drawn: beside its glyph, where it covers nothing else; `undefined` where there is no room. */
export type LabelPlace = 'left' | 'right' | undefined;

/**
 * Finds places for labels along a line from `start` to `end`.
 *
 * @param labels where each one's glyph is, and how wide its text; all in px, in order
 */
export function placeLabels(
  labels: readonly { readonly x: number; readonly width: number }[],
  start: number,
  end: number,
): readonly LabelPlace[] {
  const taken = labels.map(({ x }) => ({ from: x - glyphRoom, to: x + glyphRoom }));
  const places = new Map<number, LabelPlace>();
  // The last ones say how it ended.
  for (const [index, { x, width }] of [...labels.entries()].reverse()) {
    const others = taken.filter((_, each) => each !== index);
    const isFree = (from: number): boolean =>
      from >= start &&
      from + width <= end &&
      others.every((other) => other.to <= from || other.from >= from + width);
    const sides = { right: x + glyphRoom, left: x - glyphRoom - width } as const;
    const side = isFree(sides.right) ? 'right' : isFree(sides.left) ? 'left' : undefined;
    places.set(index, side);
    if (side) taken.push({ from: sides[side] - gap, to: sides[side] + width + gap });
  }
  return labels.map((_, index) => places.get(index));
}

/** Half of what a glyph takes, in px, with a little air. */
export const glyphRoom = 8;
const gap = 6;

function eventText({ kind }: RunEvent, { status }: RunState): string {
  switch (kind) {
    case 'running':
      return l10n.t('Started');
    case 'cancel':
      return l10n.t('Cancel asked');
    case 'timeout':
      return l10n.t('Timed out');
    case 'outOfMemory':
      return status === 'killed' ? l10n.t('Out of memory') : l10n.t('Likely out of memory');
    case 'end':
      return status === 'timeout' ? l10n.t('Ended') : statusText(status);
  }
}

function glyphOf({ kind }: RunEvent, { status }: RunState): GlyphName {
  switch (kind) {
    case 'running':
      return 'started';
    case 'cancel':
      return 'cancelled';
    case 'timeout':
      return 'timeout';
    case 'outOfMemory':
      return 'killed';
    case 'end':
      return status === 'success' || status === 'error' ? status : 'ended';
  }
}
