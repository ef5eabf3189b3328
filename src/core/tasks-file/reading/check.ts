import type { Json } from '../json/json.ts';
import type { Context, Kind } from '../kinds/kind.ts';
import type { Problem } from '../problem.ts';
import type { Scope } from '../variables/variables.ts';

/** Where a value stands that is checked. */
interface Checked {
  /** Its name in sentences; default: '', for a whole file or task. */
  readonly path?: string;
  readonly scope: Scope;
  /** Where the first mistake in the syntax is. */
  readonly sureUntil: number;
  readonly see?: Context['see'];
}

/** What is wrong with a value, as far as it shows without the values of its variables. */
export function check(kind: Kind<unknown>, json: Json, { path = '', ...rest }: Checked): readonly Problem[] {
  const problems: Problem[] = [];
  kind.read(json, { path, ...rest, report: (problem) => problems.push(problem) });
  return problems;
}
