import { element, setCells } from './dom.ts';
import { sampleColumns, sampleRows } from './sample-rows.ts';
import type { Shown } from './shown.ts';

/** The newest samples as a table, folded away until it is asked for. */
export interface SampleTable {
  readonly root: HTMLElement;
  show(shown: Shown): void;
}

/** Makes an empty, folded table. Its rows are filled only while it is open. */
export function createSampleTable(): SampleTable {
  const body = element('tbody');
  const scroller = createScroller(body);
  const root = element('details', {}, element('summary', { text: title }), scroller);
  let newest: Shown | undefined;
  const fill = (): void => {
    if (root.open && newest) fillRows(body, sampleRows(newest));
  };
  root.addEventListener('toggle', fill);
  return {
    root,
    show: (shown) => {
      newest = shown;
      fill();
    },
  };
}

const title = 'Last values as a table';

/** A narrow page does not fit all columns: the keyboard can scroll them, too. */
function createScroller(body: HTMLElement): HTMLElement {
  const headings = sampleColumns.map((text) => element('th', { text, attributes: { scope: 'col' } }));
  const table = element('table', {}, element('thead', {}, element('tr', {}, ...headings)), body);
  const attributes = { role: 'region', 'aria-label': title, tabindex: '0' };
  return element('div', { class: 'scroller', attributes }, table);
}

function fillRows(body: HTMLTableSectionElement, rows: readonly (readonly string[])[]): void {
  while (body.rows.length > rows.length) body.deleteRow(-1);
  while (body.rows.length < rows.length) body.append(createRow());
  setCells(body.rows, rows);
}

function createRow(): HTMLElement {
  const cells = sampleColumns.slice(1).map(() => element('td'));
  return element('tr', {}, element('th', { attributes: { scope: 'row' } }), ...cells);
}
