import { splitWords } from '../tasks-file/formats/words.ts';
import type { Draft } from './draft.ts';
import { literalDollar } from './split-line.ts';

/** Says what runs: a line where that says the same, else a list; a script where `${` has to stay as it is. */
export function setCommand(draft: Draft, words: readonly string[]): void {
  if (words.length === 0) return;
  if (words.some((word) => word.includes(`${literalDollar}{`))) setScript(draft, words);
  else draft.set('command', lineOf(words) ?? words);
}

/** Undefined where a line would not say the same. */
function lineOf(words: readonly string[]): string | undefined {
  const line = words.join(' ');
  const split = splitWords(line);
  const isSame = 'value' in split && same(split.value, words);
  return isSame && /^[\w@%+=:,./ {}$-]+$/u.test(line) ? line : undefined;
}

/** `${...}` is a variable of the tasks file in a command, and left to the shell in a script. */
function setScript(draft: Draft, words: readonly string[]): void {
  const [shell = '', flag = '', script = '', ...others] = words;
  if (/(?:^|\/)(?:ba|z|a|da)?sh$/u.test(shell) && /^-\w*c$/u.test(flag) && others.length === 0) {
    draft.set('script', script);
    if (shell !== 'sh' || flag !== '-c') draft.set('shell', [shell, flag]);
  } else {
    draft.set('script', words.map(quoted).join(' '));
  }
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function same(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((each, index) => each === others[index]);
}
