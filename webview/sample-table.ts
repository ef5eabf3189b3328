import * as l10n from '@vscode/l10n';
import { element, setCells, setText } from './dom.ts';
import { sampleColumns, sampleRows } from './sample-rows.ts';
import type { Shown } from './shown.ts';

/** All points as a table, folded away until it is asked for. */
export interface SampleTable {
  readonly root: HTMLElement;
  show(shown: Shown): void;
}

/** Makes an empty, folded table. Its rows are filled only while it is open. */
export function createSampleTable(): SampleTable {
  const summary = element('summary', { text: l10n.t('All values as a table') });
  const table = element('table');
  // It does not fit on a page: the keyboard can scroll it, too.
  const attributes = { role: 'region', 'aria-label': l10n.t('All values'), tabindex: '0' };
  const scroller = element('div', { class: 'scroller', attributes }, table);
  const note = element('p', { class: 'note' });
  const root = element('details', {}, summary, note, scroller);
  let newest: Shown | undefined;
  const fill = (): void => {
    if (!root.open || !newest) return;
    setText(note, noteOf(newest), '');
    fillTable(table, sampleColumns(newest), sampleRows(newest));
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

function noteOf({ series }: Shown): string {
  const isAveraged = [...series.cpu, ...series.memory].some(({ high }) => high !== undefined);
  return isAveraged
    ? l10n.t(
        'Newest first. The run is long: each line is the mean of several samples, with the highest of them.',
      )
    : l10n.t('Newest first.');
}

function fillTable(
  table: HTMLTableElement,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  if (table.tHead?.rows[0]?.cells.length !== columns.length) {
    const headings = columns.map((text) => element('th', { text, attributes: { scope: 'col' } }));
    table.replaceChildren(element('thead', {}, element('tr', {}, ...headings)), element('tbody'));
  }
  const [body] = table.tBodies;
  if (!body) return;
  while (body.rows.length > rows.length) body.deleteRow(-1);
  while (body.rows.length < rows.length) body.append(createRow(columns.length));
  setCells(body.rows, rows);
}

function createRow(columns: number): HTMLElement {
  const cells = Array.from({ length: columns - 1 }, () => element('td'));
  return element('tr', {}, element('th', { attributes: { scope: 'row' } }), ...cells);
}
