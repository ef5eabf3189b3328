import * as l10n from '@vscode/l10n';

import type { Parsed } from '../tasks-file/parsed.ts';
import { longFlag, shortFlag } from './flags.ts';
import type { Flag } from './flags.ts';

/** What a `docker run` line says. */
export interface DockerRun {
  readonly options: readonly Option[];
  readonly image: string;
  /** What follows the image. */
  readonly command: readonly string[];
}

/** A flag that stands in the line. */
export interface Option {
  readonly flag: Flag;
  /** `true` or `false` for a switch. */
  readonly value: string;
}

/** Reads the words of a line as the Docker CLI does: flags end with the image, or with `--`. */
export function readArguments(words: readonly string[]): Parsed<DockerRun> {
  const start = endOfRun(words);
  if (start === undefined)
    return { problem: l10n.t('This is no "docker run" line: begin it with "docker run" or "podman run".') };
  const options: Option[] = [];
  let at = start;
  while (at < words.length) {
    const word = words[at] ?? '';
    if (word === '--') at++;
    if (word === '--' || !/^-./u.test(word)) break;
    const read = word.startsWith('--') ? readLong(word, words[at + 1]) : readShort(word, words[at + 1]);
    if ('problem' in read) return read;
    options.push(...read.value.options);
    at += read.value.words;
  }
  const [image, ...command] = words.slice(at);
  if (image === undefined || image === '') return { problem: l10n.t('The line names no image.') };
  return { value: { options, image, command } };
}

/** Where the flags of `run` begin: behind `sudo`, variables, the program, and `container`. */
function endOfRun(words: readonly string[]): number | undefined {
  let at = 0;
  while (/^(?:[$#>]|sudo|-E|[A-Za-z_]\w*=.*)$/u.test(words[at] ?? '')) at++;
  if (!/^(?:.*[\\/])?(?:docker|podman|nerdctl)(?:\.exe)?$/u.test(words[at] ?? '')) return undefined;
  at++;
  while (words[at]?.startsWith('-'))
    at += /^(?:-[cHl]|--(?:config|context|host|log-level))$/u.test(words[at] ?? '') ? 2 : 1;
  if (words[at] === 'container') at++;
  return words[at] === 'run' ? at + 1 : undefined;
}

/** The options of a word, and how many words they take. */
type Read = Parsed<{ readonly options: readonly Option[]; readonly words: 1 | 2 }>;

function readLong(word: string, next: string | undefined): Read {
  const [, name = '', value] = /^--([^=]*)(?:=([^]*))?$/u.exec(word) ?? [];
  const flag = longFlag(name);
  if (!flag) return unknown(`--${name}`);
  if (value !== undefined) return { value: { options: [{ flag, value }], words: 1 } };
  if (flag.isSwitch) return { value: { options: [{ flag, value: 'true' }], words: 1 } };
  if (next === undefined) return noValue(`--${name}`);
  return { value: { options: [{ flag, value: next }], words: 2 } };
}

/** Switches may stand together (`-it`), and before one with a value (`-itp 80:80`). */
function readShort(word: string, next: string | undefined): Read {
  const options: Option[] = [];
  for (let at = 1; at < word.length; at++) {
    const letter = word.charAt(at);
    const flag = shortFlag(letter);
    if (!flag) return unknown(`-${letter}`);
    const rest = word.slice(at + 1);
    if (rest.startsWith('=') || (!flag.isSwitch && rest !== ''))
      return { value: { options: [...options, { flag, value: rest.replace(/^=/u, '') }], words: 1 } };
    if (!flag.isSwitch && next === undefined) return noValue(`-${letter}`);
    if (!flag.isSwitch) return { value: { options: [...options, { flag, value: next ?? '' }], words: 2 } };
    options.push({ flag, value: 'true' });
  }
  return { value: { options, words: 1 } };
}

function unknown(flag: string): { readonly problem: string } {
  return { problem: l10n.t('{0} is no flag of "docker run": correct it, or leave it out.', flag) };
}

function noValue(flag: string): { readonly problem: string } {
  return { problem: l10n.t('{0} has no value.', flag) };
}
