/** One line of the table: what ours takes, what another program takes for the same, and what nobody could do without. */
export interface Figure {
  readonly measure: string;
  /** As it stands behind each number. */
  readonly unit: string;
  readonly ours: number;
  readonly competitor?: Other;
  /** The least that the work itself takes. */
  readonly floor?: Other;
  /** The most that ours, its ratio to the competitor's, and its ratio to the floor should be. */
  readonly aim?: { readonly ours?: number; readonly ratio?: number; readonly floor?: number };
}

/** What ours is compared with, in the figure's unit. */
export interface Other {
  readonly name: string;
  readonly value: number;
}

/** Gives one figure after the other. */
export type Measure = () => AsyncIterable<Figure> | Iterable<Figure>;

/** The figure in one line. */
export function describeFigure(figure: Figure): string {
  const [measure, ours, ...others] = cellsOf(figure);
  const named = others.map(
    (cell, index) => cell && `${['', 'ratio ', 'floor: ', 'ratio ', 'aim '][index] ?? ''}${cell}`,
  );
  return `${measure ?? ''}: ${[ours, ...named].filter((each) => each).join(', ')}`;
}

/** The figures as a table in Markdown. */
export function toTable(figures: readonly Figure[]): string {
  const head = ['measure', 'ours', 'competitor', 'ratio', 'floor', 'ratio', 'aim'];
  const rows = [head, head.map(() => '---'), ...figures.map(cellsOf)];
  return rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function cellsOf(figure: Figure): readonly string[] {
  const { measure, unit, ours, competitor, floor } = figure;
  const cells = (other: Other | undefined): readonly string[] =>
    other
      ? [`${other.name}: ${rounded(other.value)} ${unit}`, (ours / other.value).toPrecision(3)]
      : ['', ''];
  return [measure, `${rounded(ours)} ${unit}`, ...cells(competitor), ...cells(floor), aimsOf(figure)];
}

function aimsOf({ unit, ours, competitor, floor, aim = {} }: Figure): string {
  const said = (what: string, most: number | undefined, reached: number): readonly string[] =>
    most === undefined ? [] : [`${what}${reached <= most ? '' : ' (missed)'}`];
  return [
    ...said(`≤ ${aim.ours ?? ''} ${unit}`, aim.ours, ours),
    ...said(`ratio ≤ ${rounded(aim.ratio ?? NaN)}`, aim.ratio, ours / (competitor?.value ?? NaN)),
    ...said(`≤ ${aim.floor ?? ''} × the floor`, aim.floor, ours / (floor?.value ?? NaN)),
  ].join(', ');
}

/** To three digits, and never less than whole numbers. */
function rounded(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}
