import * as l10n from '@vscode/l10n';

import { formatBytes } from '../../../core/format.ts';
import type { RunError } from '../../../core/run-result.ts';
import { explainCrash } from './explain-crash.ts';
import { raiseMemory } from './explain-memory.ts';
import { signalOf } from './signals.ts';

/**
 * What a person is told of an exit code that we did not bring about, where nothing else is known.
 *
 * @param memory the limit in bytes; 0: none
 * @param peak the most memory that was measured, in bytes
 * @param isCloseToLimit whether it most likely was killed for lack of memory
 */
export function explainExit(
  exitCode: number,
  memory: number,
  peak: number,
  isCloseToLimit: boolean,
): RunError {
  if (exitCode === 127) return notFound();
  if (exitCode === 126) return notExecutable();
  const signal = signalOf(exitCode);
  if (signal === undefined) return { message: l10n.t('The command failed with exit code {0}.', exitCode) };
  if (signal === 'SIGKILL') return killed(exitCode, memory, peak, isCloseToLimit);
  return explainCrash(signal, exitCode) ?? { message: notByUs(exitCode, signal) };
}

function notFound(): RunError {
  return {
    message: l10n.t('The command, or one that it called, was not found (exit code 127).'),
    advice: l10n.t('Install the command in the image, or use an image that has it.'),
    remedy: { in: 'file', field: 'command' },
  };
}

function notExecutable(): RunError {
  return {
    message: l10n.t('The command, or one that it called, cannot be executed (exit code 126).'),
    advice: l10n.t(
      "Make the file executable (chmod +x), and see that it is built for the engine's platform.",
    ),
    remedy: { in: 'file', field: 'command' },
  };
}

function killed(exitCode: number, memory: number, peak: number, isCloseToLimit: boolean): RunError {
  if (memory === 0) return { message: notByUs(exitCode, 'SIGKILL') };
  const limit = formatBytes(memory);
  if (isCloseToLimit)
    return {
      message: l10n.t(
        'The command was killed (exit code {0}), most likely for lack of memory: it had come to {1} of its limit of {2}.',
        exitCode,
        formatBytes(peak),
        limit,
      ),
      ...raiseMemory(memory),
    };
  // Podman never tells, and Docker misses a kill that comes right after the start.
  return {
    message: notByUs(exitCode, 'SIGKILL'),
    advice: l10n.t(
      'The engine does not say why: if it was for its memory limit of {0}, raise "resources.memory".',
      limit,
    ),
    remedy: { in: 'file', field: 'resources.memory' },
  };
}

function notByUs(exitCode: number, signal: string): string {
  return l10n.t(
    'The command ended with exit code {0}, as if killed by {1}, which we did not send.',
    exitCode,
    signal,
  );
}
