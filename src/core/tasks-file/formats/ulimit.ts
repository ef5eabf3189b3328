import * as l10n from '@vscode/l10n';
import type { Ulimit } from '../../container-task.ts';
import { didYouMean } from '../did-you-mean.ts';
import { quote } from '../parsed.ts';
import type { Parsed } from '../parsed.ts';

/** Docker's names ({@link https://pkg.go.dev/github.com/docker/go-units#Ulimit units.Ulimit}); setrlimit(2) explains them. */
const names =
  'core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio rttime sigpending stack'.split(
    ' ',
  );

/** What {@link parseUlimitName} takes. */
export const ulimitNamePattern = `^(${names.join('|')})$`;

/** A number for both, or each of its own; -1 is no limit. */
export type UlimitValues = number | { readonly soft: number; readonly hard: number };

/** Reads the name of a limit. */
export function parseUlimitName(text: string): Parsed<string> {
  if (names.includes(text)) return { value: text };
  const near = didYouMean(text, names);
  return {
    problem:
      near === undefined
        ? l10n.t('{0} is not a limit of a process: use one of {1}.', quote(text), names.join(', '))
        : l10n.t('{0} is not a limit of a process: did you mean "{1}"?', quote(text), near),
    near,
  };
}

/** The limits of all the names. */
export function toUlimits(values: Readonly<Record<string, UlimitValues>>): Parsed<readonly Ulimit[]> {
  const ulimits = Object.entries(values).map(([name, value]) =>
    typeof value === 'number' ? { name, soft: value, hard: value } : { name, ...value },
  );
  const wrong = ulimits.find(({ soft, hard }) => hard !== -1 && (soft === -1 || soft > hard));
  if (wrong === undefined) return { value: ulimits };
  return {
    problem: l10n.t(
      'the soft limit of "{0}" is above its hard limit: raise `hard`, or lower `soft`.',
      wrong.name,
    ),
  };
}
