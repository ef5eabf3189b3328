import { afterKey, cursorKeys, nearestTime, timesOf } from './cursor.ts';
import type { Overlay } from './overlay.ts';
import type { PanelView } from './panel-view.ts';
import { createReadoutView } from './readout-view.ts';
import { readoutAt, spoken } from './readout.ts';
import type { Shown } from './shown.ts';

/** One line at the same time in all charts, moved by the pointer and the keyboard, with the values there. */
export interface Crosshair {
  /** Where it is; `undefined`: nowhere. */
  readonly seconds: number | undefined;
  /** To be called after the charts have shown something new. */
  show(shown: Shown, over: Omit<Overlay, 'lines' | 'cursor'>): void;
}

/** Lets the charts be read. @param say tells a screen reader */
export function createCrosshair(views: readonly PanelView[], say: (text: string) => void): Crosshair {
  const readout = createReadoutView();
  let known: { readonly shown: Shown; readonly over: Omit<Overlay, 'lines' | 'cursor'> } | undefined;
  let seconds: number | undefined;
  let active: PanelView | undefined;
  const showReadout = (): void => {
    if (!known || !active || seconds === undefined) readout.hide();
    else readout.show(readoutAt(known.shown, seconds), active.chart, active.placeOf(seconds));
  };
  const move = (to: number | undefined, view: PanelView | undefined): void => {
    if (to === seconds && view === active) return;
    seconds = to;
    active = view;
    if (known) for (const each of views) each.showOver({ ...known.over, cursor: seconds });
    showReadout();
  };
  for (const view of views) {
    listen(view, {
      times: () => (known ? timesOf(known.shown) : []),
      seconds: () => seconds,
      move: (to) => {
        move(to, to === undefined ? undefined : view);
      },
      say: () => {
        if (known && seconds !== undefined) say(spoken(readoutAt(known.shown, seconds)));
      },
    });
  }
  return {
    get seconds() {
      return seconds;
    },
    show: (shown, over) => {
      known = { shown, over };
      showReadout();
    },
  };
}

/** What a chart does with the crosshair. */
interface Moving {
  readonly times: () => readonly number[];
  readonly seconds: () => number | undefined;
  readonly move: (to: number | undefined) => void;
  readonly say: () => void;
}

function listen({ chart, secondsAt }: PanelView, { times, seconds, move, say }: Moving): void {
  chart.addEventListener('pointermove', ({ clientX }) => {
    move(nearestTime(times(), secondsAt(clientX - chart.getBoundingClientRect().left)));
  });
  chart.addEventListener('pointerleave', () => {
    if (document.activeElement !== chart) move(undefined);
  });
  chart.addEventListener('keydown', (event) => {
    if (!cursorKeys.has(event.key) || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    move(afterKey(times(), seconds(), event.key, event.shiftKey));
    say();
  });
  chart.addEventListener('focus', () => {
    if (chart.matches(':focus-visible')) move(seconds() ?? times().at(-1));
  });
  chart.addEventListener('blur', () => {
    move(undefined);
  });
}
