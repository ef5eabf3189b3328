import type { JsonValue } from '../json-value.ts';

/** What is known of a folder. */
export interface Facts {
  /** The folder's name. */
  readonly folder: string;
  /** The text of each file that is there, by its path from the folder: of those that templates ask for. */
  readonly files: ReadonlyMap<string, string>;
}

/** First tasks for one kind of project. */
export interface Template {
  /** As people call it. */
  readonly name: string;
  /** What its tasks are told apart by, where a file has those of several. */
  readonly id: string;
  /** The files that it looks at, from the folder; the first of them that is there says that it applies. */
  readonly reads: readonly string[];
  /** Its tasks for the folder; undefined where it does not apply. */
  readonly make: (facts: Facts) => Made | undefined;
}

/** The tasks of a template for a folder. */
export interface Made {
  /** The file that speaks for it: "package.json". */
  readonly why: string;
  readonly tasks: readonly TemplateTask[];
}

/** A task as it is written: its fields in order, with a comment before it. */
export interface TemplateTask {
  readonly comment?: string;
  readonly fields: { readonly label: string } & { readonly [field: string]: JsonValue };
}

/** Where tasks keep downloads between runs: a volume that every user can write to, as images have the folder for all. */
export const cacheFolder = '/var/tmp';
