import * as l10n from '@vscode/l10n';
import { createPanelChart } from './chart.ts';
import { element, setCells, setText } from './dom.ts';
import type { Overlay } from './overlay.ts';
import { describe } from './panels.ts';
import type { Column, Panel, Row } from './panels.ts';
import { stroke } from './stroke.ts';

/** One panel on the page: its heading, its figures and its chart. */
export interface PanelView {
  readonly root: HTMLElement;
  /** What has the pointer and the keyboard's focus. */
  readonly chart: HTMLElement;
  /** Shows the panel's newest figures, and draws it up to `endOfTime` seconds after the run's start. */
  show(panel: Panel, endOfTime: number, over: Omit<Overlay, 'lines'>): void;
  /** Draws the same under another crosshair. */
  showOver(over: Omit<Overlay, 'lines'>): void;
  /** The time at a place in the chart, and the place of a time: in px from its left. */
  readonly secondsAt: (x: number) => number;
  readonly placeOf: (seconds: number) => number;
}

/** Makes an empty panel. @param keysId of the element that tells what its keys do */
export function createPanelView(keysId: string): PanelView {
  const figures = element('table', { class: 'figures' });
  const canvas = element('canvas', { attributes: { role: 'img' } });
  const panelChart = createPanelChart(canvas);
  const heading = element('h2');
  // Screen readers leave the arrow keys to an application.
  const attributes = { tabindex: '0', role: 'application', 'aria-describedby': keysId };
  const chart = element('div', { class: 'chart', attributes }, canvas);
  let lines: Panel['lines'] = [];
  return {
    root: element('section', { class: 'panel' }, heading, figures, chart),
    chart,
    show: (panel, endOfTime, over) => {
      ({ lines } = panel);
      setText(heading, panel.title, '');
      chart.setAttribute('aria-label', l10n.t('Chart: {0}', panel.title));
      canvas.setAttribute('aria-label', describe(panel));
      showFigures(figures, panel);
      panelChart.draw(panel, endOfTime, { ...over, lines });
    },
    showOver: (over) => {
      panelChart.drawOver({ ...over, lines });
    },
    secondsAt: (x) => panelChart.secondsAt(x),
    placeOf: (seconds) => panelChart.placeOf(seconds),
  };
}

function showFigures(table: HTMLTableElement, { columns, rows }: Panel): void {
  const shape = JSON.stringify([columns, rows.map(({ name, stroke: drawn }) => [name, drawn])]);
  if (table.dataset['shape'] !== shape) {
    table.dataset['shape'] = shape;
    const head = element('tr', {}, element('td'), ...columns.map(columnHeading));
    const body = rows.map((row) => figureRow(row, columns));
    table.replaceChildren(element('thead', {}, head), element('tbody', {}, ...body));
  }
  const [body] = table.tBodies;
  // The row headings stay as they are: their text is in the shape.
  if (body)
    setCells(
      body.rows,
      rows.map(({ name, figures }) => [name, ...figures]),
    );
}

function columnHeading(column: Column): HTMLElement {
  const text = document.createTextNode(column.label);
  const properties = { ...roomOf(column), attributes: { scope: 'col' } };
  return element('th', properties, ...(column.isLimit ? [stroke('limit'), text] : [text]));
}

function figureRow({ name, stroke: drawn }: Row, columns: readonly Column[]): HTMLElement {
  const text = document.createTextNode(name);
  const heading = element(
    'th',
    { attributes: { scope: 'row' } },
    ...(drawn ? [stroke(drawn), text] : [text]),
  );
  return element('tr', {}, heading, ...columns.map((column) => element('td', roomOf(column))));
}

function roomOf({ room }: Column): { readonly class?: string } {
  return room ? { class: `needs-${room}-room` } : {};
}
