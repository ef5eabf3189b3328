import type { Json } from './json/json.ts';
import type { Kind } from './kinds/kind.ts';
import type { Problem } from './problem.ts';

/** Where a value stands that is checked. */
interface Checked {
  /** Its name in sentences; default: '', for a whole file or task. */
  readonly path?: string;
  /** The workspace's folder in the container; default: there is none. */
  readonly containerFolder?: string;
  /** Where the first mistake in the syntax is. */
  readonly sureUntil: number;
}

/** What is wrong with a value, as far as it shows without the values of its variables. */
export function check(kind: Kind<unknown>, json: Json, checked: Checked): readonly Problem[] {
  const problems: Problem[] = [];
  const { path = '', containerFolder, sureUntil } = checked;
  const scope = { variables: undefined, containerFolder };
  kind.read(json, { path, scope, sureUntil, report: (problem) => problems.push(problem) });
  return problems;
}
