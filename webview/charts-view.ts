import * as l10n from '@vscode/l10n';
import { createCrosshair } from './crosshair.ts';
import { element } from './dom.ts';
import { markersOf } from './markers.ts';
import { createPanelView } from './panel-view.ts';
import { panelCount, panelsOf } from './panels.ts';
import { createSampleTable } from './sample-table.ts';
import { endOfTime } from './shown.ts';
import type { Shown } from './shown.ts';
import { readTheme } from './theme.ts';

/** The charts, and their points as a table for who cannot see them. */
export interface ChartsView {
  readonly root: HTMLElement;
  show(shown: Shown): void;
}

/** Makes empty ones. @param onSpace is told of Space in a chart @param say tells a screen reader */
export function createChartsView(onSpace: () => void, say: (text: string) => void): ChartsView {
  const keys = element('p', { class: 'unseen', text: keysText(), attributes: { id: 'chart-keys' } });
  const views = Array.from({ length: panelCount }, () => createPanelView(keys.id));
  const crosshair = createCrosshair(views, say);
  const table = createSampleTable();
  const panels = element('div', { class: 'panels' }, ...views.map((view) => view.root));
  panels.addEventListener('keydown', (event) => {
    if (event.key !== ' ' || !views.some(({ chart }) => chart === event.target)) return;
    event.preventDefault(); // The page would scroll.
    onSpace();
  });
  return {
    root: element('div', {}, keys, panels, table.root),
    show: (shown) => {
      const over = { markers: markersOf(shown), theme: readTheme(), cursor: crosshair.seconds };
      panelsOf(shown).forEach((panel, index) => views[index]?.show(panel, endOfTime(shown), over));
      crosshair.show(shown, over);
      table.show(shown);
    },
  };
}

function keysText(): string {
  return l10n.t(
    'The left and right arrow keys read the values at one sample after the other, with Shift in larger steps; Home and End go to the first and the last, Escape ends it. Space pauses the charts.',
  );
}
