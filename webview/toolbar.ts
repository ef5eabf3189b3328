import * as l10n from '@vscode/l10n';
import { button } from './components.ts';
import { element, setText } from './dom.ts';
import type { Shown } from './shown.ts';

/** What a person may ask for. */
export interface Actions {
  readonly cancel: () => void;
  readonly showOutput: () => void;
  readonly togglePause: () => void;
  readonly compare: () => void;
  readonly export: () => void;
}

/** What can be done about a run and its chart. */
export interface Toolbar {
  readonly root: HTMLElement;
  show(shown: Shown, isPaused: boolean): void;
}

/** Makes the buttons. */
export function createToolbar(actions: Actions): Toolbar {
  const showOutput = button(l10n.t('Show Output'), actions.showOutput);
  const cancel = button(l10n.t('Cancel'), () => {
    // Not disabled, which would lose the keyboard's focus; asking twice does no harm.
    setText(cancel, l10n.t('Cancelling…'), '');
    actions.cancel();
  });
  const pause = button(l10n.t('Pause'), actions.togglePause);
  const compare = button(l10n.t('Compare With…'), actions.compare);
  const save = button(l10n.t('Export…'), actions.export);
  const root = element('div', { class: 'buttons' }, cancel, pause, showOutput, compare, save);
  return {
    root,
    show: ({ run, other, canCompare }, isPaused) => {
      if (root.dataset['runId'] !== run.id) setText(cancel, l10n.t('Cancel'), '');
      root.dataset['runId'] = run.id;
      const hasEnded = run.status !== 'running';
      setText(pause, isPaused ? l10n.t('Resume') : l10n.t('Pause'), '');
      cancel.hidden = hasEnded;
      pause.hidden = hasEnded && !isPaused;
      showOutput.hidden = other !== undefined;
      compare.hidden = !canCompare;
      // What has the focus and is hidden would lose it.
      if (document.activeElement instanceof HTMLElement && document.activeElement.hidden) save.focus();
    },
  };
}
