import * as l10n from '@vscode/l10n';
import { createAnnouncer } from './announcer.ts';
import { createChartsView } from './charts-view.ts';
import { element, setText } from './dom.ts';
import { createHeader } from './header.ts';
import type { Shown } from './shown.ts';
import type { Actions } from './toolbar.ts';

/** The whole page. */
export interface Page {
  /** Shows a run as it is known now. @param drawn what the charts show instead, while they are paused */
  show(shown: Shown, drawn?: Shown): void;
  /** Moves the run's clock on. */
  tick(shown: Shown): void;
}

/** Makes the page inside `root`. It stays empty until it is shown a run. */
export function createPage(root: HTMLElement, actions: Actions): Page {
  const header = createHeader(actions);
  const empty = element('p', { class: 'empty' });
  const announcer = createAnnouncer();
  const charts = createChartsView(actions.togglePause, announcer.say);
  return {
    tick: (shown) => {
      header.showElapsed(shown);
    },
    show: (shown, drawn) => {
      if (!root.hasChildNodes()) root.append(header.root, empty, charts.root, announcer.root);
      header.show(shown, drawn !== undefined);
      header.showElapsed(shown);
      setText(empty, emptyText(shown), '');
      empty.hidden = shown.samples.length > 0 || shown.other !== undefined;
      charts.root.hidden = !empty.hidden;
      if (empty.hidden) charts.show(drawn ?? shown);
    },
  };
}

function emptyText({ run }: Shown): string {
  return run.status === 'running'
    ? l10n.t('Waiting for the first sample')
    : l10n.t('The task ended before the first sample was taken');
}
