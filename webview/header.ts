import { formatDuration } from '../src/core/format.ts';
import type { RunState } from '../src/core/protocol.ts';
import { button } from './components.ts';
import { element, setText } from './dom.ts';
import { statusGlyph, statusText } from './status.ts';

/** What a person may ask for. */
export interface HeaderActions {
  readonly cancel: () => void;
  readonly showOutput: () => void;
}

/** The head of the page: which task, how it is doing, for how long, and what can be done about it. */
export interface Header {
  readonly root: HTMLElement;
  show(run: RunState): void;
  /** Shows the time that the run has taken, in ms. */
  showElapsed(milliseconds: number): void;
}

/** Makes an empty header. */
export function createHeader(actions: HeaderActions): Header {
  const label = element('h1');
  const image = element('span', { class: 'image' });
  const status = element('span', { class: 'status' });
  const time = element('span', {
    class: 'elapsed',
    attributes: { role: 'timer' },
  });
  const detail = element('p', { class: 'detail' });
  const buttons = createButtons(actions);
  const announcement = element('p', { class: 'announcement', attributes: { 'aria-live': 'polite' } });
  const facts = element('p', { class: 'facts' }, status, time, image);
  return {
    root: element('header', {}, label, facts, detail, buttons.root, announcement),
    show: (run) => {
      setText(label, run.label);
      setText(image, run.image);
      setText(detail, run.detail);
      detail.hidden = run.detail === '';
      showStatus(status, run);
      setText(announcement, announce(run), '');
      buttons.show(run);
    },
    showElapsed: (milliseconds) => {
      setText(time, formatDuration(milliseconds), 'Elapsed time');
    },
  };
}

/** Screen readers hear of a change of state, but not of each step of a download. */
function announce({ label, status, detail }: RunState): string {
  return status === 'running'
    ? `${label}: running.`
    : `${label}: ${statusText[status].toLowerCase()}. ${detail}`;
}

function showStatus(target: HTMLElement, { status }: RunState): void {
  if (target.dataset['status'] === status) return;
  target.dataset['status'] = status;
  target.replaceChildren(statusGlyph(status), statusText[status]);
}

function createButtons(actions: HeaderActions): { readonly root: HTMLElement; show(run: RunState): void } {
  const showOutput = button('Show Output', actions.showOutput);
  const cancel = button(cancelText, () => {
    // Not disabled, which would lose the keyboard's focus; asking twice does no harm.
    setText(cancel, 'Cancelling…', '');
    actions.cancel();
  });
  const root = element('div', { class: 'buttons' }, cancel, showOutput);
  return {
    root,
    show: ({ id, status }) => {
      if (root.dataset['runId'] !== id) setText(cancel, cancelText, '');
      root.dataset['runId'] = id;
      const ended = status !== 'running';
      if (ended && document.activeElement === cancel) showOutput.focus();
      cancel.hidden = ended;
    },
  };
}

const cancelText = 'Cancel';
