import * as l10n from '@vscode/l10n';

import { formatBytes, formatSize } from '../../../core/format.ts';
import type { RunError } from '../../../core/run-result.ts';
import { signalOf } from './signals.ts';

/**
 * What a person is told of a run that the kernel ended for lack of memory.
 *
 * @param memory the limit in bytes; 0: none
 * @param peak the most that was measured, in bytes, each second: what came between is not in it; 0: nothing was
 */
export function lackOfMemory(memory: number, peak: number, exitCode: number): RunError {
  if (memory === 0) return machineIsTooSmall(peak);
  return { message: describe(memory, peak, exitCode), ...raiseMemory(memory) };
}

/** What to do about a limit in bytes: the double is a start. */
export function raiseMemory(memory: number): Pick<RunError, 'advice' | 'remedy'> {
  return {
    advice: l10n.t('Raise "resources.memory", for example to "{0}".', formatSize(2 * memory)),
    remedy: { in: 'file', field: 'resources.memory' },
  };
}

function describe(memory: number, peak: number, exitCode: number): string {
  const limit = formatBytes(memory);
  // Whoever is killed ends with this; another code is that of a command which went on without a process of its own.
  if (signalOf(exitCode) !== 'SIGKILL')
    return l10n.t(
      'A process that it had started was killed for lack of memory (the limit is {0}), and it failed with exit code {1}.',
      limit,
      exitCode,
    );
  if (peak < memory / 2) return l10n.t('It needed more memory than its limit of {0}.', limit);
  return l10n.t(
    'It needed more memory than its limit of {0}; the most that was measured is {1}.',
    limit,
    formatBytes(peak),
  );
}

function machineIsTooSmall(peak: number): RunError {
  return {
    message:
      peak === 0
        ? l10n.t("It needed more memory than the engine's machine has.")
        : l10n.t(
            "It needed more memory than the engine's machine has; the most that was measured is {0}.",
            formatBytes(peak),
          ),
    advice: l10n.t("Give the engine's machine more memory, or run less on it at the same time."),
  };
}
