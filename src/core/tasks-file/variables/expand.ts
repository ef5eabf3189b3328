import * as l10n from '@vscode/l10n';
import { alternatives } from '../../alternatives.ts';
import { didYouMean } from '../did-you-mean.ts';
import type { Parsed } from '../parsed.ts';
import type { Row } from './row.ts';
import { isOurs } from './shell.ts';
import { variableForms, variableTable } from './table.ts';
import type { Scope } from './variables.ts';

/**
 * Which variables a text takes, and what a path in them is. `host`: all, and a path is one of this machine; `container`: all, and
 * a path is that of the container, as far as it has the file; `shell`: as `container`, and `${...}` that is none of ours is left
 * to the shell; `target`: all but the container's; `none`; `literal`: none, and `${` is text.
 */
export type VariableUse = 'host' | 'container' | 'shell' | 'target' | 'none' | 'literal';

/**
 * Puts the values of the variables into the text, as VS Code does. The value is `undefined` where there are variables and the
 * scope has no values for them.
 */
export function expand(text: string, use: VariableUse, scope: Scope): Parsed<string | undefined> {
  if (!text.includes('${')) return { value: text };
  let expanded = '';
  let end = 0;
  let waits = false;
  for (const found of variablesIn(text, use)) {
    const value = evaluate(found, use, scope);
    if ('problem' in value) return { ...value, at: { start: found.start, length: found.text.length } };
    waits ||= value.value === undefined;
    expanded += text.slice(end, found.start) + (value.value ?? '');
    end = found.start + found.text.length;
  }
  return { value: waits ? undefined : expanded + text.slice(end) };
}

/** A variable in a text. */
export interface Found {
  readonly start: number;
  /** With `${` and `}`. */
  readonly text: string;
  /** What stands between them; `undefined`: there is no `}`. */
  readonly name: string | undefined;
}

/** The variables of a text, but for those of its shell, in order. */
export function* variablesIn(text: string, use: VariableUse): Generator<Found> {
  if (use === 'literal') return;
  const isMeant = use === 'shell' ? isOurs(text) : () => true;
  for (const found of findVariables(text)) if (isMeant(found.name)) yield found;
}

function* findVariables(text: string): Generator<Found> {
  let start = text.indexOf('${');
  while (start >= 0) {
    const end = text.indexOf('}', start);
    if (end < 0) {
      yield { start, text: text.slice(start), name: undefined };
      return;
    }
    yield { start, text: text.slice(start, end + 1), name: text.slice(start + 2, end) };
    start = text.indexOf('${', end);
  }
}

function evaluate(found: Found, use: VariableUse, scope: Scope): Parsed<string | undefined> {
  const { name, text } = found;
  const written = `\`${shorten(text)}\``;
  if (use === 'none')
    return { problem: l10n.t('{0} cannot stand here: this text takes no variables.', written) };
  if (name === undefined)
    return { problem: l10n.t('{0} has no {1} after it: close the variable.', '`${`', '`}`') };
  const known = lookUp(name);
  if (!known) return unknownVariable(name);
  if (use === 'target' && name.startsWith('container'))
    return { problem: l10n.t('{0} cannot stand here: it is this folder that it stands for.', written) };
  const { row, argument } = known;
  const view = use === 'container' || use === 'shell' ? 'container' : 'host';
  const problem = row.check?.({ written, argument, view, scope });
  if (problem !== undefined) return typeof problem === 'string' ? { problem } : problem;
  if (!scope.variables) return { value: undefined };
  return row.value({ written, argument, view, scope, variables: scope.variables });
}

function lookUp(name: string): { readonly row: Row; readonly argument: string } | undefined {
  const plain = variableTable.get(name);
  if (plain && !name.endsWith(':')) return { row: plain, argument: '' };
  const end = name.indexOf(':') + 1;
  const row = end > 0 ? variableTable.get(name.slice(0, end)) : undefined;
  return row && { row, argument: name.slice(end) };
}

const plainNames = [...variableTable.keys()].filter((name) => !name.endsWith(':'));

function unknownVariable(name: string): { readonly problem: string; readonly near?: string } {
  const near = didYouMean(name, plainNames);
  const written = `\${${shorten(name)}}`;
  if (near !== undefined) {
    const meant = `\${${near}}`;
    return { problem: l10n.t('`{0}` is not a variable: did you mean `{1}`?', written, meant), near: meant };
  }
  const known = alternatives(variableForms.map((form) => `\`${form}\``));
  return {
    problem: l10n.t("`{0}` is not a variable: use {1}, and a shell's own in `script`.", written, known),
  };
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
