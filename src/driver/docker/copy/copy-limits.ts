import type { ContainerTask } from '../../../core/container-task.ts';
import type { DriverError } from '../../driver.ts';
import type { Engine } from '../engine/engine.ts';
import { engineFailure } from '../engine/engine-failure.ts';
import { TimeLimits } from '../image/time-limits.ts';

/** Ends a copy that does not move any more, and tells how much has travelled, each MiB. Disposing stops the clock. */
export class CopyLimits implements Disposable {
  readonly #limits: TimeLimits;
  readonly #tell: (bytes: number) => void;
  #bytes = 0;
  #told = 0;

  constructor({ deadlines }: Engine, task: ContainerTask, direction: 'in' | 'out', signal: AbortSignal) {
    this.#limits = new TimeLimits({ total: 0, idle: deadlines.creation }, signal);
    this.#tell = (bytes) => {
      task.writeProgress({ phase: 'copying', direction, bytes });
    };
    this.#tell(0);
  }

  /** As of {@link TimeLimits}. */
  get signal(): AbortSignal {
    return this.#limits.signal;
  }

  /** What the user is told of what ended a copy. @param doing continues "could not" */
  failure(error: unknown, doing: string): DriverError {
    const isLate = this.#limits.exceeded !== undefined;
    return engineFailure(isLate ? new DOMException('Nothing moves.', 'TimeoutError') : error, doing);
  }

  /** So many bytes have travelled. */
  add(bytes: number): void {
    this.#limits.renew();
    this.#bytes += bytes;
    if (this.#bytes - this.#told < 1 << 20) return;
    this.#told = this.#bytes;
    this.#tell(this.#bytes);
  }

  /** The same chunks, which are added as they are taken. */
  async *count(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
    for await (const chunk of chunks) {
      this.add(chunk.length);
      yield chunk;
    }
  }

  [Symbol.dispose](): void {
    this.#limits[Symbol.dispose]();
  }
}
