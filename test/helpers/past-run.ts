import type { History, PastRun } from '../../src/runner/history/history.ts';

/** A run that has succeeded in 1 s, of a task that a person started alone. */
export function pastRun(id: string, settings: Partial<PastRun> = {}): PastRun {
  const { key = id, startedAt = 1000 } = settings;
  return {
    ...{ id, key, plan: { id: `plan of ${id}`, key, label: key } },
    spec: { label: key, image: 'busybox', build: undefined, cpus: 0, memory: 0, pids: 0, timeout: 0 },
    startedAt,
    endedAt: startedAt + 1000,
    result: { status: 'success', exitCode: 0 },
    logPath: `/logs/${id}.log`,
    ...settings,
  };
}

/** A history that has what its test says. */
export class FakeHistory implements History {
  runs: readonly PastRun[] = [];
  readonly #listeners = new Set<() => void>();

  /** Newest first. */
  have(...runs: readonly PastRun[]): void {
    this.runs = runs;
    for (const listener of this.#listeners) listener();
  }

  read(): Promise<readonly PastRun[]> {
    return Promise.resolve(this.runs);
  }

  onDidChange(listener: () => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  samples(): ReturnType<History['samples']> {
    return Promise.resolve({ stats: [], latest: undefined, peaks: {} });
  }

  remove(runs: readonly PastRun[]): Promise<void> {
    this.have(...this.runs.filter((run) => !runs.includes(run)));
    return Promise.resolve();
  }
}
