/**
 * Finds problems in a task's output, as in tasks.json
 * (https://code.visualstudio.com/docs/debugtest/tasks#_defining-a-problem-matcher), with every default filled in.
 */
export interface ProblemMatcher {
  /** Who reports: problems of one owner replace each other. */
  readonly owner: string;
  /** Shown beside a problem; '' for none. */
  readonly source: string;
  /** Of problems whose line does not tell. */
  readonly severity: ProblemSeverity;
  /** Where problems are shown: in all files, or only in those that are open, or closed, in the editor. */
  readonly applyTo: 'allDocuments' | 'openDocuments' | 'closedDocuments';
  readonly fileLocation: FileLocation;
  /** One pattern for each line of a problem; at least one. */
  readonly patterns: readonly ProblemPattern[];
  /** Of a task that goes on: which lines begin and end a round of work. */
  readonly background: BackgroundPattern | undefined;
}

/** A matcher as it is written: what it leaves out is as in its base, or as usual. Named ones are known where it runs. */
export interface MatcherOutline extends Partial<Absent<Omit<ProblemMatcher, 'patterns'>>> {
  /** The name of another matcher, such as `$tsc`. */
  readonly base: string | undefined;
  /** Or the name of a pattern; `undefined`: those of the base. */
  readonly patterns: ProblemMatcher['patterns'] | string | undefined;
}

type Absent<T> = { readonly [Name in keyof T]: T[Name] | undefined };

export type ProblemSeverity = 'error' | 'warning' | 'info';

/** How the file of a problem is read: from a folder (of the container, or of this machine), absolute, or looked for from the folder first. */
export interface FileLocation {
  readonly kind: 'absolute' | 'relative' | 'autoDetect';
  /** The folder; '' is the task's own in the container. */
  readonly folder: string;
}

/** Which part of a line is what: numbers of groups of the regular expression; `undefined`: none. */
export interface ProblemPattern {
  readonly regexp: RegExp;
  /** `file`: the whole file is at fault, and no place in it is looked for. */
  readonly kind: 'location' | 'file';
  readonly file: number | undefined;
  /** `line`, `line,column` or `line,column,endLine,endColumn` in one group. */
  readonly location: number | undefined;
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly endLine: number | undefined;
  readonly endColumn: number | undefined;
  readonly severity: number | undefined;
  readonly code: number | undefined;
  readonly message: number | undefined;
  /** Whether the last pattern is tried on each line that follows, until one does not match. */
  readonly loop: boolean;
}

/** When a task that goes on is at work and when it is ready. */
export interface BackgroundPattern {
  /** Whether it is at work from its start. */
  readonly activeOnStart: boolean;
  readonly begins: RegExp | undefined;
  readonly ends: RegExp | undefined;
}
