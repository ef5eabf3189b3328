import { setTimeout as sleep } from 'node:timers/promises';

import type { Progress } from '../../../core/container-task.ts';
import { parseImage } from '../../../core/image.ts';
import type { Credentials } from './credentials.ts';
import type { Engine } from '../engine/engine.ts';
import { EngineError } from '../engine/http.ts';
import { jsonLines } from '../engine/json-lines.ts';
import { nearImage } from './near-image.ts';
import { givenUp, isTransient, isUnknownImage, pullFailure } from './pull-failure.ts';
import { TimeLimits } from './time-limits.ts';
import type { Limits } from './time-limits.ts';

/** What to pull, and how. */
export interface PullRequest {
  readonly image: string;
  /** `os/arch[/variant]`; '' is the engine's own. */
  readonly platform: string;
  readonly credentials: Credentials;
  /** Idle is a pull of which the engine tells nothing. */
  readonly limits: Limits;
}

/**
 * Pulls an image and reports bytes over all of its layers. A registry that cannot be reached is asked a few times more;
 * a layer that breaks off the engine asks for again by itself. Aborting the signal ends the pull.
 *
 * @throws {DriverError} the image cannot be had, or a limit is exceeded; the signal's reason when it is aborted.
 */
export async function pull(
  engine: Engine,
  request: PullRequest,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<void> {
  const { image, credentials, limits } = request;
  const layers = new Map<string, Layer>();
  const tell = (): void => {
    onProgress({ phase: 'pulling', image, ...sum(layers) });
  };
  tell();
  using time = new TimeLimits(limits, signal);
  try {
    for (const delay of [...delays, undefined]) {
      const failure = await ask(engine, request, layers, tell, time);
      if (failure === undefined) return;
      // Podman has asked four times by itself.
      const isLast = delay === undefined || layers.size > 0 || engine.isPodman;
      if (isLast || !isTransient(failure)) throw failure;
      await sleep(delay * (0.5 + Math.random()), undefined, { signal: time.signal });
    }
  } catch (error) {
    signal.throwIfAborted();
    if (time.exceeded) throw givenUp(image, time.exceeded, limits, sum(layers));
    const near = isUnknownImage(error) ? await nearImage(engine, image, signal) : undefined;
    throw pullFailure(error, image, credentials, near);
  }
}

/** How long to wait before a registry is asked again, in ms and on average, so that not all ask it at once. */
const delays = [500, 1000, 2000];

/** Asks once; resolves with what the engine or the registry has against it. */
async function ask(
  engine: Engine,
  { image, platform, credentials }: PullRequest,
  layers: Map<string, Layer>,
  tell: () => void,
  time: TimeLimits,
): Promise<EngineError | undefined> {
  time.renew();
  try {
    const wanted = { image, tag: defaultTag(image), platform };
    const response = await engine.images.pull(wanted, credentials.registryAuth, time.signal);
    for await (const line of jsonLines(response)) {
      time.renew();
      const step = line as PullStep;
      const failure = step.errorDetail?.message ?? step.error;
      if (failure !== undefined) return new EngineError(200, failure);
      if (addStep(layers, step)) tell();
    }
    return undefined;
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
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
  // Known, and not yet how large.
  if (status === 'Pulling fs layer') layers.set(id, { current: 0, total: 0 });
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
