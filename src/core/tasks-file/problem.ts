/** A mistake in a tasks file: one sentence for its author, and its place in the text in UTF-16 units. */
export interface Problem extends Place {
  readonly message: string;
  /** What may mend it, the likeliest first. */
  readonly fixes?: readonly Fix[] | undefined;
}

/** A way to mend a mistake, as data: an editor offers it. */
export type Fix =
  /** The place, but for its quotes, gets this value. */
  | { readonly kind: 'replace'; readonly value: string }
  /** The field whose name or value begins at the place goes. */
  | { readonly kind: 'remove' }
  /** The object that the place begins in gets this field. */
  | { readonly kind: 'add'; readonly name: string }
  /** The file gets what is referred to. */
  | { readonly kind: 'define'; readonly what: 'task' | 'service' | 'input'; readonly name: string }
  /** This machine gets a file at the absolute path. */
  | { readonly kind: 'create'; readonly path: string };

/** A stretch of the text, in UTF-16 units. */
export interface Place {
  readonly offset: number;
  readonly length: number;
}
