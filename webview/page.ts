import { element, setText } from './dom.ts';
import { createHeader } from './header.ts';
import type { HeaderActions } from './header.ts';
import { createPanelView } from './panel-view.ts';
import { panelsOf, panelTitles } from './panels.ts';
import { createSampleTable } from './sample-table.ts';
import { elapsed, endOfTime } from './shown.ts';
import type { Shown } from './shown.ts';
import { readTheme } from './theme.ts';

/** The whole page. */
export interface Page {
  /** Shows a run as it is known now. */
  show(shown: Shown): void;
  /** Moves the run's clock on. */
  tick(shown: Shown): void;
}

/** Makes the page inside `root`. It stays empty until it is shown a run. */
export function createPage(root: HTMLElement, actions: HeaderActions): Page {
  const header = createHeader(actions);
  const empty = element('p', { class: 'empty' });
  const charts = createCharts();
  const tick = (shown: Shown): void => {
    header.showElapsed(elapsed(shown, Date.now()));
  };
  return {
    tick,
    show: (shown) => {
      if (!root.hasChildNodes()) root.append(header.root, empty, charts.root);
      header.show(shown.run);
      tick(shown);
      setText(empty, emptyText(shown), '');
      empty.hidden = shown.samples.length > 0;
      charts.root.hidden = !empty.hidden;
      if (empty.hidden) charts.show(shown);
    },
  };
}

/** The charts, and their points as a table for who cannot see them. */
function createCharts(): { readonly root: HTMLElement; show(shown: Shown): void } {
  const views = panelTitles.map((title) => createPanelView(title));
  const table = createSampleTable();
  const panels = element('div', { class: 'panels' }, ...views.map((view) => view.root));
  return {
    root: element('div', {}, panels, table.root),
    show: (shown) => {
      const theme = readTheme();
      panelsOf(shown).forEach((panel, index) => views[index]?.show(panel, endOfTime(shown), theme));
      table.show(shown);
    },
  };
}

function emptyText({ run }: Shown): string {
  return run.status === 'running'
    ? 'Waiting for the first sample'
    : 'The task ended before the first sample was taken';
}
