import type { ContainerTask, LogSink, Progress } from '../core/container-task.ts';
import { Mask } from '../core/mask/mask.ts';
import type { MaskedStream } from '../core/mask/mask.ts';
import type { Remedy, RunResult } from '../core/run-result.ts';

/** What a run tells, without its secrets. */
export interface RunMask {
  /** Hands on to the run's logger. */
  readonly logger: ContainerTask['logger'];
  progress(progress: Progress): Progress;
  result(result: RunResult): RunResult;
  /** Hands on what was held back; resolves when the logger is ready for more. */
  end(): Promise<void>;
}

/** The mask of a run. One without secrets takes the logger as it is. */
export function maskRun(secrets: readonly string[], logger: ContainerTask['logger']): RunMask {
  if (secrets.length === 0)
    return { logger, progress: same, result: same, end: () => Promise.resolve(undefined) };
  const mask = new Mask(secrets);
  const stdout = new MaskedSink(logger.stdout, mask.stream());
  const stderr = new MaskedSink(logger.stderr, mask.stream());
  return {
    logger: { stdout, stderr },
    progress: (progress) => maskProgress(progress, mask),
    result: (result) => maskResult(result, mask),
    end: async () => {
      await stdout.end();
      await stderr.end();
    },
  };
}

class MaskedSink implements LogSink {
  readonly #sink: LogSink;
  readonly #stream: MaskedStream;

  constructor(sink: LogSink, stream: MaskedStream) {
    this.#sink = sink;
    this.#stream = stream;
  }

  write(chunk: Uint8Array): Promise<void> | undefined {
    return this.#writeAll(this.#stream.add(chunk));
  }

  async end(): Promise<void> {
    await this.#writeAll(this.#stream.end());
  }

  #writeAll(bytes: Uint8Array): Promise<void> | undefined {
    return bytes.length === 0 ? undefined : this.#sink.write(bytes);
  }
}

function same<T>(value: T): T {
  return value;
}

function maskProgress(progress: Progress, mask: Mask): Progress {
  switch (progress.phase) {
    case 'pulling':
      return { ...progress, image: mask.text(progress.image) };
    case 'building':
      return { ...progress, step: mask.text(progress.step) };
    case 'waiting':
    case 'creating':
    case 'copying':
    case 'running':
      return progress;
  }
}

/** The same without the secrets of the mask. */
export function maskResult(result: RunResult, mask: Mask): RunResult {
  const { error, warning } = result;
  const masked = warning === undefined ? result : { ...result, warning: mask.text(warning) };
  if (masked.status === 'success' || !error) return masked;
  const { message, advice, details, remedy } = error;
  return {
    ...masked,
    error: {
      message: mask.text(message),
      ...(advice !== undefined && { advice: mask.text(advice) }),
      ...(details !== undefined && { details: mask.text(details) }),
      ...(remedy && { remedy: maskRemedy(remedy, mask) }),
    },
  };
}

function maskRemedy(remedy: Remedy, mask: Mask): Remedy {
  if (remedy.in !== 'file' || remedy.value === undefined) return remedy;
  return { ...remedy, value: mask.text(remedy.value) };
}
