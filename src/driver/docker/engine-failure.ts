import { DriverError } from '../driver.ts';
import { EngineError } from './http.ts';

/**
 * What the user is told when a call to the engine fails for a reason that is not the task's.
 *
 * @param doing what was asked, to continue "could not": "create the container".
 */
export function engineFailure(error: unknown, doing: string): DriverError {
  if (error instanceof DriverError) return error;
  if (error instanceof EngineError) {
    return new DriverError(
      `The engine could not ${doing}: ${sentence(error.message)}`,
      adviceFor(error.message),
      {
        cause: error,
      },
    );
  }
  if (error instanceof Error && error.name === 'TimeoutError') {
    return new DriverError(
      `The engine did not answer in time when asked to ${doing}.`,
      'See whether "docker ps" answers in a terminal, and restart the engine if it does not.',
      { cause: error },
    );
  }
  return new DriverError(
    `The connection to the engine was lost while trying to ${doing}.`,
    'See whether the engine still runs, then run the task again.',
    { cause: error },
  );
}

const advices: readonly (readonly [pattern: RegExp, advice: string])[] = [
  [/is already in use by container/, 'Remove the other container, or wait until its run has ended.'],
  [/no space left on device/i, 'Free disk space for the engine, for example with "docker system prune".'],
  [/range of CPUs/i, 'Lower "resources.cpus" to what the engine\'s machine has.'],
  [/minimum memory limit|memory limit too low/i, 'Raise "resources.memory".'],
  [/bind source path does not exist/i, 'Create the folder, or correct "mounts".'],
  [
    /not a shared mount|mounts denied|not shared from the host/i,
    'Share the folder in the settings of your Docker Desktop.',
  ],
  [
    /unable to find user|no matching entries in passwd/i,
    'Use a user that the image has, or a numeric "uid:gid".',
  ],
];

function adviceFor(message: string): string {
  const known = advices.find(([pattern]) => pattern.test(message));
  return known ? known[1] : 'See the settings of the task and the log of the engine.';
}

/** Ends a message of the engine's as a sentence. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
