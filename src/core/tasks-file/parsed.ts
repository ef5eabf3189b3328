/**
 * What reading a piece of a user's text gives: its value, or one sentence that says what is wrong and what to do.
 * `at` is the part of the text that is at fault, in UTF-16 units; absent: all of it. `near` is what this part most likely
 * stands for.
 */
export type Parsed<T> =
  | { readonly value: T }
  | {
      readonly problem: string;
      readonly at?: { readonly start: number; readonly length: number };
      readonly near?: string | undefined;
    };

/** The text in quotes for a sentence, cut where it is long. */
export function quote(text: string): string {
  const longest = 60;
  return JSON.stringify(text.length > longest ? `${text.slice(0, longest)}…` : text);
}
