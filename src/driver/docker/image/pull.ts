import type { Progress } from '../../../core/container-task.ts';
import { parseImage } from '../../../core/image.ts';
import { DriverError } from '../../driver.ts';
import type { Credentials } from './credentials.ts';
import type { Engine } from '../engine/engine.ts';
import { adviceOn, engineFailure, sentence } from '../engine/engine-failure.ts';
import { EngineError } from '../engine/http.ts';
import { jsonLines } from '../engine/json-lines.ts';

/**
 * Pulls an image and reports bytes over all of its layers. Aborting the signal ends the pull.
 *
 * @throws {DriverError} the image cannot be had; the signal's reason when it is aborted.
 */
export async function pull(
  engine: Engine,
  image: string,
  credentials: Credentials,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<void> {
  onProgress({ phase: 'pulling', image, current: 0, total: 0 });
  try {
    const layers = new Map<string, Layer>();
    const response = await engine.images.pull(image, defaultTag(image), credentials.registryAuth, signal);
    for await (const line of jsonLines(response)) {
      const step = line as PullStep;
      const failure = step.errorDetail?.message ?? step.error;
      if (failure !== undefined) throw new EngineError(200, failure);
      if (addStep(layers, step)) onProgress({ phase: 'pulling', image, ...sum(layers) });
    }
  } catch (error) {
    signal.throwIfAborted();
    throw pullFailure(error, image, credentials);
  }
}

/** One line of the engine's answer (https://docs.docker.com/reference/api/engine/version/v1.47/#tag/Image/operation/ImageCreate). */
interface PullStep {
  readonly id?: string;
  readonly status?: string;
  /** Deprecated since API 1.48 in favour of `errorDetail`, which every engine sends. */
  readonly error?: string;
  readonly errorDetail?: { readonly message?: string };
  readonly progressDetail?: { readonly current?: number; readonly total?: number };
}

/** Bytes. */
interface Layer {
  readonly current: number;
  readonly total: number;
}

/** The tag to add: without one the engine would pull every tag of the repository. Podman takes none beside one in the name. */
function defaultTag(image: string): string {
  const reference = parseImage(image);
  const isWhole = 'error' in reference || image.includes('@') || image.endsWith(`:${reference.tag}`);
  return isWhole ? '' : reference.tag;
}

function addStep(layers: Map<string, Layer>, { id, status, progressDetail }: PullStep): boolean {
  if (id === undefined) return false;
  const layer = layers.get(id);
  // Extracting counts from 0 again; a layer is pulled when it has been downloaded.
  if (status === 'Downloading' && progressDetail?.total !== undefined) {
    layers.set(id, { current: progressDetail.current ?? 0, total: progressDetail.total });
    return true;
  }
  if (downloaded.has(status) && layer && layer.current < layer.total) {
    layers.set(id, { current: layer.total, total: layer.total });
    return true;
  }
  return false;
}

/** What a layer is said to be after its download. An engine that is busy leaves some of them out. */
const downloaded: ReadonlySet<string | undefined> = new Set([
  'Verifying Checksum',
  'Download complete',
  'Extracting',
  'Pull complete',
]);

function sum(layers: ReadonlyMap<string, Layer>): Layer {
  let current = 0;
  let total = 0;
  for (const layer of layers.values()) {
    current += layer.current;
    total += layer.total;
  }
  return { current, total };
}

function pullFailure(error: unknown, image: string, credentials: Credentials): DriverError {
  if (!(error instanceof EngineError)) return engineFailure(error, `pull the image "${image}"`);
  const { message, advice } = explain(error.message, image, credentials);
  return new DriverError(message, advice, { cause: error });
}

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
  return {
    message: `The image "${image}" could not be pulled: ${sentence(said)}`,
    advice:
      adviceOn(said) ?? 'Check the connection from the engine to the registry, then run the task again.',
  };
}

function loginCommand(image: string): string {
  const reference = parseImage(image);
  return 'error' in reference ? 'docker login' : `docker login ${reference.registry}`.trim();
}
