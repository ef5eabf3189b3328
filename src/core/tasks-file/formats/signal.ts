import * as l10n from '@vscode/l10n';
import { didYouMean } from '../did-you-mean.ts';
import { quote } from '../parsed.ts';
import type { Parsed } from '../parsed.ts';

const names =
  'ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS TERM TRAP TSTP TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ RTMIN RTMAX'.split(
    ' ',
  );

/** SIGRTMIN+1 to SIGRTMIN+15 and SIGRTMAX-14 to SIGRTMAX-1. */
const realTime = /^RT(MIN\+([1-9]|1[0-5])|MAX-([1-9]|1[0-4]))$/u;

/**
 * Reads a signal as Docker does on Linux
 * ({@link https://pkg.go.dev/github.com/moby/sys/signal#ParseSignal signal.ParseSignal}): `SIGTERM`, `term` or `15`. The value is
 * `SIGTERM`, or the number's digits.
 */
export function parseSignal(text: string): Parsed<string> {
  if (/^\d+$/u.test(text)) return signalFromNumber(Number(text));
  const name = text.toUpperCase().replace(/^SIG/u, '');
  if (names.includes(name) || realTime.test(name)) return { value: `SIG${name}` };
  const near = didYouMean(name, names);
  return {
    problem:
      near === undefined
        ? notASignal(quote(text))
        : l10n.t('{0} is not a signal: did you mean "SIG{1}"?', quote(text), near),
    near: near === undefined ? undefined : `SIG${near}`,
  };
}

/** Reads a signal's number: 1 to 64 but for 32 and 33, which the C library keeps. */
export function signalFromNumber(number: number): Parsed<string> {
  const known = Number.isInteger(number) && number >= 1 && number <= 64 && number !== 32 && number !== 33;
  if (known) return { value: String(number) };
  return { problem: notASignal(String(number)) };
}

function notASignal(written: string): string {
  return l10n.t('{0} is not a signal: write a name like "SIGTERM" or a number like 15.', written);
}
