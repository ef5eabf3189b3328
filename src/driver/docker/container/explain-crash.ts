import * as l10n from '@vscode/l10n';

import type { RunError } from '../../../core/run-result.ts';

/** What a person is told of a signal that a process brings upon itself; undefined: it is none of those. */
export function explainCrash(signal: string, exitCode: number): RunError | undefined {
  return crashes[signal]?.(exitCode);
}

const crashes: Readonly<Record<string, (exitCode: number) => RunError>> = {
  SIGSEGV: (exitCode) => ({
    message: l10n.t(
      'The command crashed: it used memory that is not its own (exit code {0}, SIGSEGV).',
      exitCode,
    ),
    advice: mistake(),
  }),
  SIGFPE: (exitCode) => ({
    message: l10n.t('The command divided by zero (exit code {0}, SIGFPE).', exitCode),
    advice: mistake(),
  }),
  SIGABRT: (exitCode) => ({
    message: l10n.t('The command gave up by itself (exit code {0}, SIGABRT).', exitCode),
    advice: l10n.t('The end of its output often says why: an assertion that failed, or no memory left.'),
  }),
  SIGILL: (exitCode) => ({
    message: l10n.t(
      'The command used an instruction that the processor does not have (exit code {0}, SIGILL).',
      exitCode,
    ),
    advice: l10n.t("Use an image that is built for the engine's machine."),
    remedy: { in: 'file', field: 'image' },
  }),
  SIGBUS: (exitCode) => ({
    message: l10n.t('The command used memory that is not there (exit code {0}, SIGBUS).', exitCode),
    advice: l10n.t('Most often its shared memory is full: raise "resources.shmSize", for example to "1g".'),
    remedy: { in: 'file', field: 'resources.shmSize' },
  }),
  SIGPIPE: (exitCode) => ({
    message: l10n.t(
      'The command wrote to a program that no longer reads (exit code {0}, SIGPIPE).',
      exitCode,
    ),
    advice: l10n.t('In a pipeline with "pipefail", the program before one such as "head" ends like this.'),
  }),
};

function mistake(): string {
  return l10n.t('This is a mistake in the program or a library of it; see the end of its output.');
}
