import * as l10n from '@vscode/l10n';

import type { RemedyField } from '../../../core/run-result.ts';
import { DriverError } from '../../driver.ts';
import { adviceOn } from '../engine/advice.ts';
import type { Advice } from '../engine/advice.ts';
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
  if (!(error instanceof EngineError)) return engineFailure(error, l10n.t('build the image'));
  const remedy = { in: 'file', field: 'build' } as const;
  if (error instanceof BuildError && error.exitCode !== 0) {
    return new DriverError(
      current === 0
        ? l10n.t('The build of the image failed with exit code {0}.', error.exitCode)
        : l10n.t(
            'Step {0} of {1} of the build, "{2}", failed with exit code {3}.',
            current,
            total,
            step,
            error.exitCode,
          ),
      l10n.t('Read what it printed in the output of the task, and correct the Dockerfile.'),
      { cause: error },
    );
  }
  // Podman repeats the step.
  const said = error.message.replace(/^building at STEP ".*?": /s, '');
  const known = adviceOnBuild(said) ?? adviceOn(said);
  return new DriverError(
    current === 0
      ? l10n.t('The build of the image failed: {0}', sentence(said))
      : l10n.t('Step {0} of {1} of the build, "{2}", failed: {3}', current, total, step, sentence(said)),
    known?.advice ?? l10n.t('Read the output of the task, and correct the Dockerfile.'),
    { cause: error, remedy: known?.remedy ?? remedy },
  );
}

function adviceOnBuild(said: string): Advice | undefined {
  const found = advices.find(([pattern]) => pattern.test(said));
  if (!found) return undefined;
  const [, advise, field] = found;
  return { advice: advise(), ...(field && { remedy: { in: 'file', field } }) };
}

const advices: readonly (readonly [pattern: RegExp, advise: () => string, field?: RemedyField])[] = [
  [
    /buildkit/i,
    () =>
      l10n.t(
        'Write it without what only BuildKit knows, or build it with "docker build" and name the result in "image".',
      ),
  ],
  [
    /build target/i,
    () => l10n.t('Correct "build.target": it is the name of a stage, after AS in a FROM line.'),
    'build.target',
  ],
  [
    /unauthorized|denied|no basic auth|authentication required/i,
    () => l10n.t('Run "docker login" for the registry in VS Code\'s terminal, or correct the FROM line.'),
  ],
  [
    /(?:COPY|ADD) failed|not found in build context/i,
    () =>
      l10n.t('Correct the path, which begins at the context, or see whether .dockerignore leaves it out.'),
  ],
  [
    /dial tcp|TLS handshake|Client\.Timeout|: EOF$/i,
    () => l10n.t('Check the connection from the engine to the registry, then run the task again.'),
  ],
  [
    /manifest.* not found|manifest unknown|repository does not exist/i,
    () => l10n.t('Correct the FROM line.'),
  ],
];
