import * as l10n from '@vscode/l10n';

import { formatBytes, formatElapsed } from '../../../core/format.ts';
import { parseImage } from '../../../core/image.ts';
import type { Remedy } from '../../../core/run-result.ts';
import { DriverError } from '../../driver.ts';
import { adviceOn } from '../engine/advice.ts';
import { engineFailure, sentence } from '../engine/engine-failure.ts';
import { EngineError } from '../engine/http.ts';
import type { Credentials } from './credentials.ts';
import type { Limits } from './time-limits.ts';

/**
 * What the user is told when a pull fails.
 *
 * @param near the name of an image that the engine has, which most likely is meant
 */
export function pullFailure(
  error: unknown,
  image: string,
  credentials: Credentials,
  near?: string,
): DriverError {
  if (!(error instanceof EngineError)) return engineFailure(error, l10n.t('pull the image "{0}"', image));
  const { message, advice, remedy } = explain(error.message, image, credentials);
  const meant = near === undefined ? [] : [l10n.t('Did you mean "{0}", which the engine has?', near)];
  return new DriverError(message, [...meant, advice].join(' '), { cause: error, ...(remedy && { remedy }) });
}

/** Whether the name of the image may be wrong: nobody has it, or whoever asks may not know. */
export function isUnknownImage(error: unknown): boolean {
  return error instanceof EngineError && (refused.test(error.message) || absent.test(error.message));
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
    { remedy: { in: 'settings', setting } },
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

/** First: a registry that hides what it has says that the image may not exist. */
const refused = /unauthorized|denied|no basic auth|authentication required/i;

const absent = /not found|manifest unknown|no such image|does not exist/i;

function explain(said: string, image: string, { problem }: Credentials): Explained {
  const remedy = { in: 'file', field: 'image' } as const;
  const platform = /no matching manifest for (\S+)/.exec(said)?.[1];
  if (platform !== undefined) return otherPlatforms(image, platform);
  if (/toomanyrequests|rate limit|\b429\b/i.test(said)) return tooManyPulls(image);
  if (refused.test(said)) {
    const advice = l10n.t('Run "{0}" in VS Code\'s terminal, or correct "image".', loginCommand(image));
    const words = l10n.t('The registry says: {0}', sentence(said));
    return {
      message: l10n.t('The registry does not let you pull "{0}".', image),
      advice: [advice, problem, words].filter(Boolean).join(' '),
      remedy,
    };
  }
  if (absent.test(said)) {
    return {
      message: l10n.t('The image "{0}" was not found.', image),
      advice: l10n.t('Correct "image", or build it first. The registry says: {0}', sentence(said)),
      remedy,
    };
  }
  return couldNotPull(said, image);
}

interface Explained {
  readonly message: string;
  readonly advice: string;
  readonly remedy?: Remedy;
}

function otherPlatforms(image: string, platform: string): Explained {
  return {
    message: l10n.t('The image "{0}" is not there for {1}.', image, platform),
    advice: l10n.t(
      'Use an image that is, or set "platform" to one that it is there for and that the engine\'s machine can emulate.',
    ),
    remedy: { in: 'file', field: 'platform' },
  };
}

function tooManyPulls(image: string): Explained {
  return {
    message: l10n.t('The registry of "{0}" refuses it for now, as too much was pulled.', image),
    advice: l10n.t(
      'Run "{0}" in VS Code\'s terminal, which raises the limit, or try again later.',
      loginCommand(image),
    ),
  };
}

function couldNotPull(said: string, image: string): Explained {
  // The whole line of an engine that has tried a layer five times.
  const reason = /^(?:unexpected )?EOF$/.test(said)
    ? l10n.t('its registry broke off each download ({0})', said)
    : said;
  return {
    message: l10n.t('The image "{0}" could not be pulled: {1}', image, sentence(reason)),
    advice: l10n.t('Check the connection from the engine to the registry, then run the task again.'),
    ...adviceOn(said),
  };
}

function loginCommand(image: string): string {
  const reference = parseImage(image);
  return 'error' in reference ? 'docker login' : `docker login ${reference.registry}`.trim();
}
