import * as l10n from '@vscode/l10n';
import type { Combination, Matrix } from './matrix.ts';
import type { Parsed } from './parsed.ts';

/** As {@link https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstrategymatrix GitHub Actions} allows. */
const most = 256;

/** Of which {@link most} may be left: so many are looked at in no time. */
const mostBeforeExclude = 65_536;

/**
 * The combinations of a matrix, as {@link https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations
 * GitHub Actions} has them: every value of an axis with every value of the others, the first axis slowest; less each that has all
 * values of an `exclude`; then each `include` added to those that it does not contradict in the value of an axis, or, where there
 * is none, after them as one of its own. The same one is there once.
 */
export function combinationsOf({
  axes,
  include,
  exclude,
}: Pick<Matrix, 'axes' | 'include' | 'exclude'>): Parsed<readonly Combination[]> {
  const names = Object.keys(axes);
  const count = names.reduce((product, name) => product * (axes[name]?.length ?? 0), 1);
  if (count > mostBeforeExclude) return { problem: tooMany(count) };
  const originals = product(axes).filter((each) => !exclude.some((values) => hasAll(each, values)));
  const combinations = [...originals];
  for (const values of include) {
    const ofAxes = Object.fromEntries(Object.entries(values).filter(([name]) => Object.hasOwn(axes, name)));
    const fitting = originals.flatMap((each, index) => (hasAll(each, ofAxes) ? [index] : []));
    for (const index of fitting) combinations[index] = { ...combinations[index], ...values };
    if (fitting.length === 0) combinations.push(values);
  }
  return limited(distinct(combinations));
}

/** A matrix without axes has no combinations, and not one without values. */
function product(axes: Matrix['axes']): readonly Combination[] {
  const entries = Object.entries(axes);
  const none: readonly Combination[] = [{}];
  return entries.length === 0
    ? []
    : entries.reduce(
        (some, [name, values]) => some.flatMap((each) => values.map((value) => ({ ...each, [name]: value }))),
        none,
      );
}

function hasAll(combination: Combination, values: Combination): boolean {
  return Object.entries(values).every(([name, value]) => combination[name] === value);
}

function distinct(combinations: readonly Combination[]): readonly Combination[] {
  const found = new Set<string>();
  return combinations.filter((each) => {
    const key = JSON.stringify(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)));
    const isNew = !found.has(key);
    found.add(key);
    return isNew;
  });
}

function limited(combinations: readonly Combination[]): Parsed<readonly Combination[]> {
  if (combinations.length === 0)
    return { problem: l10n.t('no combination is left: take some out of `exclude`.') };
  return combinations.length > most ? { problem: tooMany(combinations.length) } : { value: combinations };
}

function tooMany(count: number): string {
  return l10n.t(
    'there are {0} combinations, and at most {1} can be run: give the axes fewer values, or make several tasks of it.',
    count,
    most,
  );
}
