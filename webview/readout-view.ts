import { element, setText } from './dom.ts';
import type { Readout } from './readout.ts';
import { stroke } from './stroke.ts';

/** The values at the crosshair: beside it, in the chart that has the pointer or the focus. */
export interface ReadoutView {
  /** Shows it in a chart. @param x where the crosshair is, in px from the left of `parent` */
  show(readout: Readout, parent: HTMLElement, x: number): void;
  hide(): void;
}

/** Makes one that is hidden. Screen readers are told the values in another way. */
export function createReadoutView(): ReadoutView {
  const time = element('strong');
  const moment = element('span', { class: 'moment' });
  const body = element('tbody');
  const root = element(
    'div',
    { class: 'readout', attributes: { 'aria-hidden': 'true' } },
    element('div', {}, time, moment),
    element('table', {}, body),
  );
  return {
    show: ({ time: elapsed, moment: clock, rows }, parent, x) => {
      setText(time, elapsed, '');
      setText(moment, clock, '');
      body.replaceChildren(...rows.map(readoutRow));
      if (root.parentElement !== parent) parent.append(root);
      const room = parent.clientWidth - root.offsetWidth;
      const left = x > parent.clientWidth / 2 ? x - distance - root.offsetWidth : x + distance;
      root.style.left = `${Math.max(0, Math.min(left, room))}px`;
    },
    hide: () => {
      root.remove();
    },
  };
}

/** From the crosshair, in px. */
const distance = 10;

function readoutRow({ name, key, values }: Readout['rows'][number]): HTMLElement {
  const isOne = values.length === 1;
  const heading = element(
    'th',
    {},
    ...(isOne ? [stroke({ key, isOther: false })] : []),
    document.createTextNode(name),
  );
  const cells = values.map((text, index) =>
    element('td', {}, ...(isOne ? [] : [stroke({ key, isOther: index > 0 })]), document.createTextNode(text)),
  );
  return element('tr', {}, heading, ...cells);
}
