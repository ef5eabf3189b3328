import * as l10n from '@vscode/l10n';
import { formatBytes, formatElapsed } from '../../../core/format.ts';
import { parseImage } from '../../../core/image.ts';
import { DriverError } from '../../driver.ts';
import { adviceOn } from '../engine/advice.ts';
import { engineFailure, sentence } from '../engine/engine-failure.ts';
import { EngineError } from '../engine/http.ts';
import type { Credentials } from './credentials.ts';
import type { Limits } from './time-limits.ts';

/** What the user is told when a pull fails. */
export function pullFailure(error: unknown, image: string, credentials: Credentials): DriverError {
  if (!(error instanceof EngineError)) return engineFailure(error, l10n.t('pull the image "{0}"', image));
  const { message, advice } = explain(error.message, image, credentials);
  return new DriverError(message, advice, { cause: error });
}

/**
 * What the user is told when a pull was given up.
 *
 * @param had bytes of the layers that were known
 */
export function givenUp(
  image: string,
  exceeded: keyof Limits,
  limits: Limits,
  had: { readonly current: number; readonly total: number },
): DriverError {
  const time = formatElapsed(limits[exceeded]);
  const setting = exceeded === 'idle' ? 'pullIdleTimeout' : 'pullTimeout';
  return new DriverError(
    had.total === 0
      ? givenUpBefore[exceeded](image, time)
      : givenUpAfter[exceeded](image, time, formatBytes(had.current), formatBytes(had.total)),
    l10n.t(
      'Check the connection from the engine to the registry and run the task again, or raise "containerTasks.{0}".',
      setting,
    ),
  );
}

const givenUpBefore = {
  idle: (image: string, time: string) =>
    l10n.t(
      'The pull of the image "{0}" was given up before anything was downloaded: nothing came from its registry for {1}.',
      image,
      time,
    ),
  total: (image: string, time: string) =>
    l10n.t(
      'The pull of the image "{0}" was given up before anything was downloaded: it took more than {1}.',
      image,
      time,
    ),
};

const givenUpAfter = {
  idle: (image: string, time: string, had: string, all: string) =>
    l10n.t(
      'The pull of the image "{0}" was given up after {2} of {3}: nothing came from its registry for {1}.',
      image,
      time,
      had,
      all,
    ),
  total: (image: string, time: string, had: string, all: string) =>
    l10n.t(
      'The pull of the image "{0}" was given up after {2} of {3}: it took more than {1}.',
      image,
      time,
      had,
      all,
    ),
};

/** Whether a failure may pass by itself: the registry could not be reached, or did not answer in time. */
export function isTransient(error: unknown): boolean {
  return error instanceof EngineError && !final.test(error.message) && transient.test(error.message);
}

const transient =
  /connection refused|no such host|server misbehaving|i\/o timeout|TLS handshake timeout|connection reset|Client\.Timeout|temporary failure|HTTP status: 50[234]|: EOF$/i;

/** What a registry says for good, and would say again. */
const final = /not found|manifest unknown|denied|unauthorized|authentication required|no basic auth/i;

function explain(
  said: string,
  image: string,
  { problem }: Credentials,
): { readonly message: string; readonly advice: string } {
  // First: a registry that hides what it has says that the image may not exist.
  if (/unauthorized|denied|no basic auth|authentication required/i.test(said)) {
    const advice = l10n.t('Run "{0}" in VS Code\'s terminal, or correct "image".', loginCommand(image));
    return {
      message: l10n.t('The registry does not let you pull "{0}".', image),
      advice: [advice, problem, l10n.t('The registry says: {0}', sentence(said))].filter(Boolean).join(' '),
    };
  }
  if (/not found|manifest unknown|no such image|does not exist/i.test(said)) {
    return {
      message: l10n.t('The image "{0}" was not found.', image),
      advice: l10n.t('Correct "image", or build it first. The registry says: {0}', sentence(said)),
    };
  }
  // The whole line of an engine that has tried a layer five times.
  const reason = /^(?:unexpected )?EOF$/.test(said)
    ? l10n.t('its registry broke off each download ({0})', said)
    : said;
  return {
    message: l10n.t('The image "{0}" could not be pulled: {1}', image, sentence(reason)),
    advice:
      adviceOn(said) ??
      l10n.t('Check the connection from the engine to the registry, then run the task again.'),
  };
}

function loginCommand(image: string): string {
  const reference = parseImage(image);
  return 'error' in reference ? 'docker login' : `docker login ${reference.registry}`.trim();
}
