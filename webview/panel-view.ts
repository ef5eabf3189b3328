import { createPanelChart } from './chart.ts';
import { element, setCells } from './dom.ts';
import { describe } from './panels.ts';
import type { Figure, Line, Panel, PanelTitle } from './panels.ts';
import type { Theme } from './theme.ts';

/** One panel on the page: its heading, its figures and its chart. */
export interface PanelView {
  readonly root: HTMLElement;
  /** Shows the panel's newest figures, and draws it up to `endOfTime` seconds after the run's start. */
  show(panel: Panel, endOfTime: number, theme: Theme): void;
}

/** Makes an empty panel. */
export function createPanelView(title: PanelTitle): PanelView {
  const figures = element('table', { class: 'figures' });
  const canvas = element('canvas', { attributes: { role: 'img' } });
  const chart = createPanelChart(canvas);
  const heading = element('h2', { text: title });
  return {
    root: element(
      'section',
      { class: 'panel' },
      heading,
      figures,
      element('div', { class: 'chart' }, canvas),
    ),
    show: (panel, endOfTime, theme) => {
      showFigures(figures, panel);
      canvas.setAttribute('aria-label', describe(panel));
      chart.draw(panel, endOfTime, theme);
    },
  };
}

function showFigures(table: HTMLTableElement, panel: Panel): void {
  const shape = JSON.stringify(
    panel.lines.map(({ name, figures }) => [name, figures.map(({ label }) => label)]),
  );
  if (table.dataset['shape'] !== shape) {
    table.dataset['shape'] = shape;
    table.replaceChildren(...figureRows(panel));
  }
  const [body] = table.tBodies;
  // The row headings stay as they are: their text is in the shape.
  const texts = panel.lines.map(({ name, figures }) => [name, ...figures.map(({ value }) => value)]);
  if (body) setCells(body.rows, texts);
}

function figureRows({ lines }: Panel): readonly HTMLElement[] {
  const head = element('tr', {}, element('td'), ...(lines[0]?.figures ?? []).map(figureHeading));
  return [element('thead', {}, head), element('tbody', {}, ...lines.map(figureRow))];
}

function figureHeading({ label, limit }: Figure): HTMLElement {
  const text = document.createTextNode(label);
  return element('th', { attributes: { scope: 'col' } }, ...(limit ? [stroke('limit'), text] : [text]));
}

function figureRow({ name, key, figures }: Line): HTMLElement {
  const heading = element('th', { attributes: { scope: 'row' } }, stroke(key), document.createTextNode(name));
  return element('tr', {}, heading, ...figures.map(() => element('td')));
}

/** A piece of the line as the chart draws it. */
function stroke(key: Line['key'] | 'limit'): HTMLElement {
  return element('span', { class: `stroke ${key}`, attributes: { 'aria-hidden': 'true' } });
}
