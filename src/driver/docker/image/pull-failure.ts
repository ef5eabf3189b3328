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
  if (!(error instanceof EngineError)) return engineFailure(error, `pull the image "${image}"`);
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
  const what =
    exceeded === 'idle' ? `nothing came from its registry for ${time}` : `it took more than ${time}`;
  const far =
    had.total === 0
      ? 'before anything was downloaded'
      : `after ${formatBytes(had.current)} of ${formatBytes(had.total)}`;
  const setting = exceeded === 'idle' ? 'pullIdleTimeout' : 'pullTimeout';
  return new DriverError(
    `The pull of the image "${image}" was given up ${far}: ${what}.`,
    `Check the connection from the engine to the registry and run the task again, or raise "containerTasks.${setting}".`,
  );
}

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
    const advice = `Run "${loginCommand(image)}" in VS Code's terminal, or correct "image".`;
    return {
      message: `The registry does not let you pull "${image}".`,
      advice: [advice, problem, `The registry says: ${sentence(said)}`].filter(Boolean).join(' '),
    };
  }
  if (/not found|manifest unknown|no such image|does not exist/i.test(said)) {
    return {
      message: `The image "${image}" was not found.`,
      advice: `Correct "image", or build it first. The registry says: ${sentence(said)}`,
    };
  }
  // The whole line of an engine that has tried a layer five times.
  const reason = /^(?:unexpected )?EOF$/.test(said) ? `its registry broke off each download (${said})` : said;
  return {
    message: `The image "${image}" could not be pulled: ${sentence(reason)}`,
    advice:
      adviceOn(said) ?? 'Check the connection from the engine to the registry, then run the task again.',
  };
}

function loginCommand(image: string): string {
  const reference = parseImage(image);
  return 'error' in reference ? 'docker login' : `docker login ${reference.registry}`.trim();
}
