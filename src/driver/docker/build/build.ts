import * as l10n from '@vscode/l10n';
import type { ContainerTask, ImageBuild } from '../../../core/container-task.ts';
import { parseImage } from '../../../core/image.ts';
import { DriverError } from '../../driver.ts';
import type { Engine } from '../engine/engine.ts';
import type { BuildOptions } from '../engine/engine-images.ts';
import { jsonLines } from '../engine/json-lines.ts';
import { registryConfig } from '../image/credentials.ts';
import { imageLabels } from '../ownership/labels.ts';
import { archive, root } from './archive.ts';
import { baseRegistries } from './base-images.ts';
import { openContext } from './build-context.ts';
import { BuildError, buildFailure } from './build-failure.ts';
import { errorIn, exitCodeIn, imageIn, stepIn, textIn } from './build-step.ts';
import type { BuildLine, Step } from './build-step.ts';

/**
 * Builds a task's image with the engine's classic builder and resolves with its id. What the build prints goes to the
 * task's stdout. Aborting the signal ends the build, and the engine removes the container of the step it is at.
 *
 * @throws {DriverError} the image cannot be built; the signal's reason when it is aborted.
 */
export async function build(
  engine: Engine,
  task: ContainerTask,
  instructions: ImageBuild,
  signal: AbortSignal,
): Promise<string> {
  let at: Step = { step: '', current: 0, total: 0 };
  const tell = (): void => {
    task.writeProgress({ phase: 'building', ...at });
  };
  tell();
  checkName(task.image);
  const context = await openContext(instructions);
  const registries = await registryConfig(
    baseRegistries(context.text, instructions.args),
    process.env,
    signal,
  );
  const options = buildOptions(task, instructions, context.dockerfile);
  let id: string | undefined;
  try {
    const body = archive(context.files(signal), root);
    for await (const value of jsonLines(await engine.images.build(options, registries, body, signal))) {
      const line = value as BuildLine;
      await task.logger.stdout.write(Buffer.from(textIn(line)));
      const failure = errorIn(line);
      if (failure !== undefined) throw new BuildError(failure, exitCodeIn(line));
      const next = stepIn(line);
      at = next ?? at;
      if (next) tell();
      id = imageIn(line) ?? id;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw buildFailure(error, at);
  }
  if (id !== undefined) return id;
  throw new DriverError(
    l10n.t('The build of the image ended early.'),
    l10n.t('See whether the engine still runs, then run the task again.'),
  );
}

/** The name that the image gets, if any. */
function checkName(image: string): void {
  if (image === '') return;
  const reference = parseImage(image);
  if ('error' in reference) throw new DriverError(reference.error, l10n.t('Correct "image".'));
  if (reference.digest === '') return;
  throw new DriverError(
    l10n.t('What is built cannot be called "{0}": nobody knows its digest before.', image),
    l10n.t('Write "image" without a digest, or remove "build".'),
  );
}

function buildOptions(task: ContainerTask, { target, args }: ImageBuild, dockerfile: string): BuildOptions {
  return {
    dockerfile,
    name: task.image,
    target,
    args,
    platform: task.platform,
    labels: imageLabels(task),
    pull: task.pull === 'always',
  };
}
