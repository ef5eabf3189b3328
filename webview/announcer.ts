import { element } from './dom.ts';

/** Tells screen readers what has changed. */
export interface Announcer {
  readonly root: HTMLElement;
  /** Says a sentence, when nothing newer has come for a moment: of a key that is held down the last step is said. */
  readonly say: (text: string) => void;
}

/** Makes one that has nothing to say. */
export function createAnnouncer(): Announcer {
  const root = element('p', { class: 'unseen', attributes: { 'aria-live': 'polite' } });
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    root,
    say: (text) => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        root.textContent = text;
      }, pause);
    },
  };
}

/** In ms. */
const pause = 300;
