import { DriverError } from '../../driver.ts';
import { adviceOn } from '../engine/advice.ts';
import { engineFailure, sentence } from '../engine/engine-failure.ts';
import { EngineError } from '../engine/http.ts';
import type { Step } from './build-step.ts';

/** The builder or a step of the Dockerfile failed. */
export class BuildError extends EngineError {
  /** What the step's command ended with; 0 where it did not come to that. */
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(200, message);
    this.exitCode = exitCode;
  }
}

/**
 * What the user is told when a build fails.
 *
 * @param at the step that was the last to begin
 */
export function buildFailure(error: unknown, { step, current, total }: Step): DriverError {
  if (!(error instanceof EngineError)) return engineFailure(error, 'build the image');
  const where =
    current === 0 ? 'The build of the image' : `Step ${current} of ${total} of the build, "${step}",`;
  if (error instanceof BuildError && error.exitCode !== 0) {
    return new DriverError(
      `${where} failed with exit code ${error.exitCode}.`,
      'Read what it printed in the output of the task, and correct the Dockerfile.',
      { cause: error },
    );
  }
  // Podman repeats the step.
  const said = error.message.replace(/^building at STEP ".*?": /s, '');
  const advice = adviceOnBuild(said) ?? adviceOn(said);
  return new DriverError(
    `${where} failed: ${sentence(said)}`,
    advice ?? 'Read the output of the task, and correct the Dockerfile.',
    { cause: error },
  );
}

function adviceOnBuild(said: string): string | undefined {
  return advices.find(([pattern]) => pattern.test(said))?.[1];
}

const advices: readonly (readonly [pattern: RegExp, advice: string])[] = [
  [
    /buildkit/i,
    'Write it without what only BuildKit knows, or build it with "docker build" and name the result in "image".',
  ],
  [/build target/i, 'Correct "build.target": it is the name of a stage, after AS in a FROM line.'],
  [
    /unauthorized|denied|no basic auth|authentication required/i,
    'Run "docker login" for the registry in VS Code\'s terminal, or correct the FROM line.',
  ],
  [
    /(?:COPY|ADD) failed|not found in build context/i,
    'Correct the path, which begins at the context, or see whether .dockerignore leaves it out.',
  ],
  [
    /dial tcp|TLS handshake|Client\.Timeout|: EOF$/i,
    'Check the connection from the engine to the registry, then run the task again.',
  ],
  [/manifest.* not found|manifest unknown|repository does not exist/i, 'Correct the FROM line.'],
];
