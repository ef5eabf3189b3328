import { element } from './dom.ts';
import type { Stroke } from './panels.ts';

/** A piece of a line as the charts draw it. */
export function stroke(of: Stroke | 'limit'): HTMLElement {
  const name = of === 'limit' ? of : `${of.key}${of.isOther ? ' other' : ''}`;
  return element('span', { class: `stroke ${name}`, attributes: { 'aria-hidden': 'true' } });
}
