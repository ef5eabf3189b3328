/** A mistake in a tasks file: one sentence for its author, and its place in the text in UTF-16 units. */
export interface Problem extends Place {
  readonly message: string;
}

/** A stretch of the text, in UTF-16 units. */
export interface Place {
  readonly offset: number;
  readonly length: number;
}
