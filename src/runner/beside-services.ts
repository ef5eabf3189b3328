import type { RunError, RunResult } from '../core/run-result.ts';
import { notRunning } from '../driver/driver.ts';
import type { Cookie, WaitResult } from '../driver/driver.ts';
import type { ServiceSpec } from './running-service.ts';
import { startServices } from './services.ts';
import type { Services, ServicesContext } from './services.ts';
import type { Prepare } from './task-runner.ts';

/**
 * Has a task run beside services: they are started and awaited before it, on a network on which it reaches them by their
 * names, and removed after it, whatever happens. One that fails meanwhile stops the task, and is its error. Such a run is
 * not left to another process. A task without services runs as ever.
 *
 * @param openLog opens a log for a service, and a view; its name is the host by which it is reached
 */
export function besideServices(
  services: readonly ServiceSpec[],
  openLog: ServicesContext['openLog'],
): Prepare {
  return async (driver, task, signals) => {
    if (services.length === 0) return driver.prepare(task, signals.cancel);
    const started = await startServices(services, { driver, task, openLog }, signals);
    if ('error' in started) return failedCookie(started.error);
    const failure = new Failure(started.failed);
    const either = AbortSignal.any([signals.cancel, failure.signal]);
    try {
      const cookie = await driver.prepare({ ...task, network: started.network }, either);
      return new CookieBesideServices(cookie, started, failure);
    } catch (error) {
      await started[Symbol.asyncDispose]().catch(() => undefined); // That something stays is less than why.
      if (failure.isReasonOf(either)) return failedCookie(failure.error);
      throw error;
    }
  };
}

/** A service's failure, as a signal. */
class Failure {
  readonly signal: AbortSignal;
  #error: RunError = { message: 'No service has failed.' };

  constructor(failed: Promise<RunError>) {
    const controller = new AbortController();
    this.signal = controller.signal;
    void failed.then((error) => {
      this.#error = error;
      controller.abort();
    });
  }

  get error(): RunError {
    return this.#error;
  }

  /** Whether a signal that follows this one and others was aborted for this one first. */
  isReasonOf({ aborted, reason }: AbortSignal): boolean {
    return aborted && this.signal.aborted && reason === this.signal.reason;
  }
}

class CookieBesideServices implements Cookie {
  readonly handle = undefined;
  readonly imageId: string | undefined;
  readonly #cookie: Cookie;
  readonly #services: Services;
  readonly #failure: Failure;

  constructor(cookie: Cookie, services: Services, failure: Failure) {
    this.imageId = cookie.imageId;
    this.#cookie = cookie;
    this.#services = services;
    this.#failure = failure;
  }

  async run(signal: AbortSignal): Promise<WaitResult> {
    const either = AbortSignal.any([signal, this.#failure.signal]);
    try {
      const running = await this.#cookie.run(either);
      return {
        wait: (waitSignal) => this.#wait(running, waitSignal),
        resize: (size) => running.resize(size),
        health: (healthSignal) => running.health(healthSignal),
        openShell: (size, shellSignal) => running.openShell(size, shellSignal),
      };
    } catch (error) {
      if (this.#failure.isReasonOf(either)) return failedCookie(this.#failure.error).run(signal);
      throw error;
    }
  }

  detach(): void {
    this.#cookie.detach();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.#cookie[Symbol.asyncDispose]();
    } finally {
      await this.#services[Symbol.asyncDispose]();
    }
  }

  async #wait(running: WaitResult, signal: AbortSignal): Promise<RunResult> {
    const either = AbortSignal.any([signal, this.#failure.signal]);
    try {
      const result = await running.wait(either);
      // It may have ended by itself just then.
      if (result.status !== 'cancelled' || !this.#failure.isReasonOf(either)) return result;
      return { ...result, status: 'error', error: this.#failure.error };
    } catch (error) {
      // It has ended, and its output was on its way.
      if (!this.#failure.isReasonOf(either)) throw error;
      return { status: 'error', error: this.#failure.error };
    }
  }
}

/** Nothing runs, and it ends with this error. */
function failedCookie(error: RunError): Cookie {
  const running: WaitResult = {
    wait: () => Promise.resolve({ status: 'error', error }),
    resize: () => Promise.resolve(),
    health: async function* () {},
    openShell: () => Promise.reject(notRunning()),
  };
  return {
    handle: undefined,
    imageId: undefined,
    detach: () => undefined,
    run: () => Promise.resolve(running),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
