/** One line of the table: what we have taken, and what another program has taken for the same. */
export interface Figure {
  readonly measure: string;
  /** As it stands behind each number. */
  readonly unit: string;
  readonly ours: number;
  readonly competitor?: { readonly name: string; readonly value: number };
  /** The most that ours, or its ratio to the competitor's, should be. */
  readonly aim?: { readonly most: number; readonly of: 'ours' | 'ratio' };
}

/** Gives one figure after the other. */
export type Measure = () => AsyncIterable<Figure> | Iterable<Figure>;

/** The figure in one line. */
export function describeFigure(figure: Figure): string {
  const [measure, ours, competitor, ratio, aim] = cellsOf(figure);
  const others = [competitor, ratio && `ratio ${ratio}`, aim && `aim ${aim}`].filter((each) => each);
  return `${measure ?? ''}: ${[ours, ...others].join(', ')}`;
}

/** The figures as a table in Markdown. */
export function toTable(figures: readonly Figure[]): string {
  const rows = [['measure', 'ours', 'competitor', 'ratio', 'aim'], Array.from('12345', () => '---')];
  return [...rows, ...figures.map(cellsOf)].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function cellsOf({ measure, unit, ours, competitor, aim }: Figure): readonly string[] {
  const ratio = competitor && ours / competitor.value;
  const judged = aim?.of === 'ratio' ? ratio : ours;
  const verdict = aim && judged !== undefined && judged > aim.most ? ' (missed)' : '';
  return [
    measure,
    `${rounded(ours)} ${unit}`,
    competitor ? `${competitor.name}: ${rounded(competitor.value)} ${unit}` : '',
    ratio === undefined ? '' : ratio.toFixed(2),
    aim ? `${aim.of === 'ours' ? `≤ ${aim.most} ${unit}` : `ratio ≤ ${aim.most}`}${verdict}` : '',
  ];
}

/** To three digits, and never less than whole numbers. */
function rounded(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}
