import * as l10n from '@vscode/l10n';
import { quote } from '../parsed.ts';
import type { Parsed } from '../parsed.ts';

/** In ms. */
const units: ReadonlyMap<string, number> = new Map(
  Object.entries({ ns: 1e-6, us: 1e-3, µs: 1e-3, μs: 1e-3, ms: 1, s: 1e3, m: 60e3, h: 3600e3 }),
);

/** The longest duration in seconds, Go's: 292 years. */
export const longestDuration = 9_223_372_036;

/** What {@link parseDuration} takes, up to {@link longestDuration}. */
export const durationPattern = '^\\+?(0|((\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|μs|ms|s|m|h))+)$';

const whole = new RegExp(durationPattern, 'u');
const part = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/gu;

/**
 * Reads a duration as Go's {@link https://pkg.go.dev/time#ParseDuration time.ParseDuration} does (`1h30m`, `1.5h`, `500ms`),
 * without negative ones, in ms. Less than one is one, because 0 means "none".
 */
export function parseDuration(text: string): Parsed<number> {
  // On a very long text the repeated group would exhaust the stack.
  if (text.length > 100 || !whole.test(text)) return { problem: notADuration(text) };
  let milliseconds = 0;
  for (const [, amount, unit = ''] of text.matchAll(part))
    milliseconds += Number(amount) * (units.get(unit) ?? NaN);
  return toDuration(milliseconds, text);
}

/** Reads a number of seconds, in ms. */
export function secondsToDuration(seconds: number): Parsed<number> {
  return toDuration(seconds * 1000, String(seconds));
}

function toDuration(milliseconds: number, text: string): Parsed<number> {
  if (milliseconds > longestDuration * 1000)
    return { problem: l10n.t('{0} is longer than 292 years: write 0 for no limit.', quote(text)) };
  return { value: milliseconds > 0 ? Math.max(1, Math.round(milliseconds)) : 0 };
}

function notADuration(text: string): string {
  if (/^\d+(\.\d+)?$/u.test(text))
    return l10n.t('{0} has no unit: write {1} or "{1}s" for seconds.', quote(text), text);
  if (text.startsWith('-'))
    return l10n.t('{0} is negative: write a duration like "90s", or 0 for none.', quote(text));
  return l10n.t(
    '{0} is not a duration: write numbers with the units h, m, s or ms, like "90s" or "1h30m".',
    quote(text),
  );
}
