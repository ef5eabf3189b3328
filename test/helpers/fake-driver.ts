import type { ContainerTask } from '../../src/core/container-task.ts';
import type { RunResult } from '../../src/core/run-result.ts';
import type { Abandoned, Driver } from '../../src/driver/driver.ts';

/** A driver that does what its test says, and keeps a record of what it was asked. */
export class FakeDriver implements Driver {
  /** In order: `prepare`, `run`, `wait`, `close`; and `abandoned`. */
  readonly calls: string[] = [];
  readonly tasks: ContainerTask[] = [];
  /** What each step does; each may be replaced. The default is a task that succeeds at once. */
  prepared: (signal: AbortSignal) => Promise<void> = () => Promise.resolve();
  started: (signal: AbortSignal) => Promise<void> = () => Promise.resolve();
  waited: (signal: AbortSignal) => Promise<RunResult> = () =>
    Promise.resolve({ status: 'success', exitCode: 0 });
  closed: () => Promise<void> = () => Promise.resolve();
  found: () => Promise<readonly Abandoned[]> = () => Promise.resolve([]);

  async prepare(task: ContainerTask, signal: AbortSignal) {
    this.calls.push('prepare');
    this.tasks.push(task);
    await this.prepared(signal);
    return {
      run: async (runSignal: AbortSignal) => {
        this.calls.push('run');
        await this.started(runSignal);
        return {
          wait: async (waitSignal: AbortSignal) => {
            this.calls.push('wait');
            return this.waited(waitSignal);
          },
          resize: () => Promise.resolve(),
        };
      },
      [Symbol.asyncDispose]: async () => {
        this.calls.push('close');
        await this.closed();
      },
    };
  }

  async abandoned(): Promise<readonly Abandoned[]> {
    this.calls.push('abandoned');
    return this.found();
  }
}

/** Rejects with the signal's reason when it is aborted, as a driver that is busy does. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = (): void => {
    reject(signal.reason as Error);
  };
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  return promise;
}
