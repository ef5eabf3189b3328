import type { Progress } from '../core/container-task.ts';

/** What several services are busy with, as one: an image that one of them pulls or builds, else which are waited for. */
export class ServicesProgress {
  readonly #write: (progress: Progress) => void;
  /** Of each that is not ready yet. */
  readonly #steps: Map<string, Progress>;

  constructor(services: readonly { readonly name: string }[], write: (progress: Progress) => void) {
    this.#write = write;
    this.#steps = new Map(services.map(({ name }) => [name, { phase: 'creating' }]));
    this.#tell();
  }

  /** Takes what a service is busy with. */
  write(name: string, progress: Progress): void {
    this.#steps.set(name, progress);
    this.#tell();
  }

  /** Takes that a service is not waited for any more. */
  ready(name: string): void {
    this.#steps.delete(name);
    if (this.#steps.size > 0) this.#tell();
  }

  #tell(): void {
    const steps = [...this.#steps.values()];
    const busy = steps.find(({ phase }) => phase === 'pulling' || phase === 'building');
    this.#write(busy ?? { phase: 'waiting', services: [...this.#steps.keys()] });
  }
}
