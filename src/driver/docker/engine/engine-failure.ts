import * as l10n from '@vscode/l10n';
import { DriverError } from '../../driver.ts';
import { adviceOn } from './advice.ts';
import { EngineError } from './http.ts';

/**
 * What the user is told when a call to the engine fails for a reason that is not the task's.
 *
 * @param doing what was asked, to continue "could not" and "to": "create the container".
 */
export function engineFailure(error: unknown, doing: string): DriverError {
  if (error instanceof DriverError) return error;
  if (error instanceof EngineError) {
    const known = adviceOn(error.message);
    return new DriverError(
      l10n.t('The engine could not {0}: {1}', doing, sentence(error.message)),
      known?.advice ?? l10n.t('See the settings of the task and the log of the engine.'),
      { cause: error, ...(known?.remedy && { remedy: known.remedy }) },
    );
  }
  if (isTimeout(error)) {
    return new DriverError(
      l10n.t('The engine did not answer in time when asked to {0}.', doing),
      l10n.t('See whether "docker ps" answers in a terminal, and restart the engine if it does not.'),
      { cause: error },
    );
  }
  return new DriverError(
    l10n.t('The connection to the engine was lost while trying to {0}.', doing),
    l10n.t('See whether the engine still runs, then run the task again.'),
    { cause: error },
  );
}

/** Whether a call was given up on: Node wraps the reason of a signal that was aborted. */
export function isTimeout(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'TimeoutError' || (error.name === 'AbortError' && isTimeout(error.cause));
}

/** Ends a message of the engine's as a sentence, without the layers of software that it came through. */
export function sentence(text: string): string {
  const trimmed = text
    .trim()
    .replace(layers, '')
    .replace(/: (?:unknown|OCI permission denied|OCI runtime error)(?=$|: )/, '');
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

const layers = new RegExp(
  `^(?:${[
    'preparing container \\w+ for attach',
    'container create',
    'fill out specgen',
    'runc',
    'crun',
    'failed to create (?:shim )?task(?: for container)?',
    'OCI runtime create failed',
    'runc create failed',
    'unable to start container process',
    'error during container init',
    'failed to set up container networking',
    'driver failed programming external connectivity on endpoint \\S+ \\(\\w+\\)',
    'Error starting userland proxy',
    'error setting rlimits for ready process',
  ]
    .map((layer) => `${layer}: `)
    .join('|')})+`,
);
