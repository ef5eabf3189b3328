import { DriverError } from '../../driver.ts';
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
      adviceOn(error.message) ?? 'See the settings of the task and the log of the engine.',
      { cause: error },
    );
  }
  if (isTimeout(error)) {
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

/** Whether a call was given up on: Node wraps the reason of a signal that was aborted. */
export function isTimeout(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'TimeoutError' || (error.name === 'AbortError' && isTimeout(error.cause));
}

const advices: readonly (readonly [pattern: RegExp, advice: string])[] = [
  [/is already in use by/, 'Remove the other container, or wait until its run has ended.'],
  [/no space left on device/i, 'Free disk space for the engine, for example with "docker system prune".'],
  [/range of CPUs/i, 'Lower "resources.cpus" to what the engine\'s machine has.'],
  [/minimum memory limit|memory limit too low|unable to set memory limit/i, 'Raise "resources.memory".'],
  [
    /container process is already dead/i,
    'If the task sets "resources.pids" or "resources.memory", raise them: the container could not even begin.',
  ],
  [/bind source path does not exist/i, 'Create the folder, or correct "mounts".'],
  [
    /docker-init|container-init|catatonit/i,
    'Install docker-init (package "tini" or "catatonit") on the engine\'s machine, or set "init" to false.',
  ],
  [/error mounting|invalid mount|local volume name/i, 'Correct "mounts".'],
  [
    /cannot mkdir|chdir to cwd|workdir ".*" exists on container/i,
    'Correct "cwd", or use a "user" who may enter it.',
  ],
  [/invalid signal/i, 'Correct "stop.signal".'],
  [
    /not a shared mount|mounts denied|not shared from the host/i,
    'Share the folder in the settings of your Docker Desktop.',
  ],
  [
    /unable to find user|no matching entries in passwd/i,
    'Use a user that the image has, or a numeric "uid:gid".',
  ],
];

/** What to do about a message of the engine's, where we know. */
export function adviceOn(message: string): string | undefined {
  return advices.find(([pattern]) => pattern.test(message))?.[1];
}

/** Ends a message of the engine's as a sentence, without the layers of software that it came through. */
export function sentence(text: string): string {
  const trimmed = text
    .trim()
    .replace(layers, '')
    .replace(/: unknown(?=$|: )/, '');
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

const layers =
  /^(?:failed to create (?:shim )?task(?: for container)?: |OCI runtime create failed: |runc create failed: |unable to start container process: |error during container init: )+/;
