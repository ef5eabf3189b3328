import * as l10n from '@vscode/l10n';

import { formatElapsed, formatTime } from '../../../core/format.ts';
import type { RunError } from '../../../core/run-result.ts';

/**
 * What a person is told of a timeout: whether it was still at work is what its last output tells.
 *
 * @param timeout in ms
 * @param silence how long it had printed nothing, in ms; Infinity: it never has; undefined: nobody knows
 */
export function timedOut(timeout: number, silence: number | undefined): RunError {
  const longer = formatTime(2 * timeout);
  const hung = silence !== undefined && silence >= Math.min(timeout / 2, longSilence);
  return {
    message: describe(formatElapsed(timeout), silence, hung),
    advice: hung
      ? l10n.t('Find out what it waits for, or raise "timeout", for example to "{0}".', longer)
      : l10n.t('Raise "timeout", for example to "{0}", or find out what it waits for.', longer),
    remedy: { in: 'file', field: 'timeout' },
  };
}

/** After so many ms without output something most likely hangs. */
const longSilence = 60_000;

function describe(timeout: string, silence: number | undefined, hung: boolean): string {
  if (silence === undefined) return l10n.t('It ran longer than its timeout of {0}.', timeout);
  if (silence === Infinity)
    return l10n.t('It ran longer than its timeout of {0}, and printed nothing at all.', timeout);
  const time = formatElapsed(silence);
  return hung
    ? l10n.t('It ran longer than its timeout of {0}, and printed nothing for the last {1}.', timeout, time)
    : l10n.t('It ran longer than its timeout of {0}; its last output came {1} before.', timeout, time);
}
