import * as l10n from '@vscode/l10n';

import { DriverError } from '../../driver.ts';
import { capture } from './capture.ts';
import type { Executing } from './capture.ts';

/** A shell that a container has. */
export interface FoundShell {
  /** That a person gets. */
  readonly program: string;
  /** What runs a script with `-c`. */
  readonly interpreter: string;
}

/**
 * Finds the best shell that a container has: bash, zsh, ash, or else sh.
 *
 * @throws {DriverError} it has none; as {@link capture}.
 */
export async function findShell(
  engine: Executing,
  containerId: string,
  signal: AbortSignal,
): Promise<FoundShell> {
  for (const interpreter of ['sh', 'bash']) {
    const { exitCode, stdout } = await capture(engine, containerId, [interpreter, '-c', search], signal);
    if (exitCode === 0) return { program: stdout.trim() || interpreter, interpreter };
  }
  throw new DriverError(
    l10n.t('The container has no shell.'),
    l10n.t('Its image has none of sh, bash, zsh and ash: use one that has, such as its "-debug" variant.'),
  );
}

const search = 'for shell in bash zsh ash; do command -v $shell && exit; done; exit 0';
