import * as l10n from '@vscode/l10n';
import { formatDuration } from '../src/core/format.ts';
import type { RunState } from '../src/core/protocol.ts';
import { element, setText } from './dom.ts';
import { formatMoment } from './format-moment.ts';
import { describeMarker, markersOf } from './markers.ts';
import { elapsed, runsOf } from './shown.ts';
import type { Shown, ShownRun } from './shown.ts';
import { statusGlyph } from './status-glyph.ts';
import { statusText } from './status.ts';
import { stroke } from './stroke.ts';
import { createToolbar } from './toolbar.ts';
import type { Actions } from './toolbar.ts';

/** The head of the page: which task, how it is doing, for how long, and what can be done about it. */
export interface Header {
  readonly root: HTMLElement;
  show(shown: Shown, isPaused: boolean): void;
  /** Shows the time that the runs have taken. */
  showElapsed(shown: Shown): void;
}

/** Makes an empty header. */
export function createHeader(actions: Actions): Header {
  const label = element('h1');
  const toolbar = createToolbar(actions);
  const facts = [createFacts(), createFacts()];
  const detail = element('p', { class: 'detail' });
  const events = element('p', { class: 'events' });
  const paused = element('p', { class: 'paused', text: pausedText() });
  const announcement = element('p', { class: 'unseen', attributes: { 'aria-live': 'polite' } });
  const lines = [...facts.map(({ root }) => root), paused, detail, events];
  return {
    root: element('header', {}, label, toolbar.root, ...lines, announcement),
    show: (shown, isPaused) => {
      const runs = runsOf(shown);
      setText(label, titleOf(shown));
      facts.forEach((each, index) => {
        each.show(runs[index], index, runs.length > 1);
      });
      setText(detail, shown.other ? '' : shown.run.detail);
      detail.hidden = detail.textContent === '';
      showEvents(events, markersOf(shown).map(describeMarker));
      paused.hidden = !isPaused;
      setText(announcement, isPaused ? pausedText() : announce(shown.run), '');
      toolbar.show(shown, isPaused);
    },
    showElapsed: (shown) => {
      runsOf(shown).forEach((run, index) => facts[index]?.showElapsed(run));
    },
  };
}

/** None of them is broken into two lines. */
function showEvents(target: HTMLElement, texts: readonly string[]): void {
  const all = texts.join(' · ');
  target.hidden = all === '';
  if (target.textContent === all) return;
  const parts = texts.map((text, index) => (index < texts.length - 1 ? `${text} · ` : text));
  target.replaceChildren(...parts.map((text) => element('span', { text })));
}

function titleOf({ run, other }: Shown): string {
  if (!other) return run.label;
  return run.label === other.run.label
    ? l10n.t('{0}: two runs compared', run.label)
    : l10n.t('{0} and {1} compared', run.label, other.run.label);
}

function pausedText(): string {
  return l10n.t('Paused. What is measured meanwhile is shown when you resume.');
}

/** Screen readers hear of a change of state, but not of each step of a download. */
function announce({ label, status, detail }: RunState): string {
  return status === 'running'
    ? `${label}: ${statusText(status)}.`
    : `${label}: ${statusText(status)}. ${detail}`;
}

interface Facts {
  readonly root: HTMLElement;
  show(shown: ShownRun | undefined, index: number, isCompared: boolean): void;
  showElapsed(shown: ShownRun): void;
}

/** A run in a line. */
function createFacts(): Facts {
  const name = element('span', { class: 'name' });
  const status = element('span', { class: 'status' });
  const time = element('span', { class: 'elapsed', attributes: { role: 'timer' } });
  const image = element('span', { class: 'image' });
  const moment = element('span', { class: 'moment' });
  const root = element('p', { class: 'facts' }, name, status, time, moment, image);
  return {
    root,
    show: (shown, index, isCompared) => {
      root.hidden = !shown;
      if (!shown) return;
      showStatus(status, shown.run);
      setText(moment, formatMoment(shown.run.startedAt), l10n.t('Start'));
      setText(image, shown.run.image);
      name.hidden = !isCompared;
      const text = index === 0 ? l10n.t('A: {0}', shown.run.label) : l10n.t('B: {0}', shown.run.label);
      name.replaceChildren(stroke({ key: 'cpu', isOther: index > 0 }), text);
    },
    showElapsed: (shown) => {
      setText(time, formatDuration(elapsed(shown, Date.now())), l10n.t('Elapsed time'));
    },
  };
}

function showStatus(target: HTMLElement, { status }: RunState): void {
  if (target.dataset['status'] === status) return;
  target.dataset['status'] = status;
  target.replaceChildren(statusGlyph(status), statusText(status));
}
