import { didYouMean } from '../did-you-mean.ts';
import type { Names } from './variables.ts';

/** These names. Only the first few misspelt ones are compared with all of them, so that a file of mistakes takes linear time. */
export function toNames(names: readonly string[]): Names {
  const all = new Set(names);
  let left = 20;
  return {
    has: (name) => all.has(name),
    near: (name) => (left-- > 0 ? didYouMean(name, names) : undefined),
  };
}
