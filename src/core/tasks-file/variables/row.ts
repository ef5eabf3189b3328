import type { Parsed } from '../parsed.ts';
import type { Scope, Variables } from './variables.ts';

/** A variable: what it means, and what it stands for. */
export interface Row {
  /** What its argument is, after the colon: `NAME`. */
  readonly parameter?: string;
  /** Markdown, for the documentation. */
  readonly meaning: string;
  /** What is wrong with it whatever the values are. */
  readonly check?: (use: VariableIn) => string | Misspelt | undefined;
  readonly value: (source: Source) => Parsed<string>;
}

/** What is wrong with a variable, and the one that it most likely stands for. */
export interface Misspelt {
  readonly problem: string;
  readonly near: string;
}

/** A variable where it stands. */
export interface VariableIn {
  /** How it stands in the text, for a sentence: `` `${env:NAME}` ``, cut where it is long. */
  readonly written: string;
  /** What follows the colon; '' for none. */
  readonly argument: string;
  /** Whether a path is one of this machine, or as the container sees it. */
  readonly view: 'host' | 'container';
  readonly scope: Scope;
}

/** A variable where it has a value. */
export interface Source extends VariableIn {
  readonly variables: Variables;
}
