import type { ContainerTask } from '../core/container-task.ts';
import type { RunResult } from '../core/run-result.ts';
import { DriverError } from '../driver/driver.ts';
import type { Cookie, Driver } from '../driver/driver.ts';

/** The two ways to end a run early: ask the container to stop, and remove it at once. `kill` implies `cancel`. */
export interface RunSignals {
  readonly cancel: AbortSignal;
  readonly kill: AbortSignal;
}

/**
 * Runs a task from its image to its result: prepare, run, wait, close. It never rejects: a driver that fails gives an
 * `error` without an exit code. When it resolves, the container is gone, or a warning says that it is not.
 */
export async function runTask(
  loadDriver: () => Promise<Driver>,
  task: ContainerTask,
  signals: RunSignals,
): Promise<RunResult> {
  try {
    return await settle(signals.cancel, async () => {
      const driver = await loadDriver();
      return useCookie(await driver.prepare(task, signals.cancel), signals);
    });
  } finally {
    await task.close();
  }
}

async function useCookie(cookie: Cookie, { cancel, kill }: RunSignals): Promise<RunResult> {
  const killed = onAbort(kill);
  const result = await settle(cancel, async () => {
    const running = await cookie.run(cancel);
    return Promise.race([running.wait(cancel), killed.result]);
  });
  killed.forget();
  try {
    await cookie[Symbol.asyncDispose]();
    return result;
  } catch (error) {
    const { message, advice } = explain(error);
    return { ...result, warning: [result.warning, message, advice].filter(Boolean).join(' ') };
  }
}

const cancelled: RunResult = { status: 'cancelled', error: { message: 'You cancelled it.' } };

/** Turns what the work throws into a result. */
async function settle(cancel: AbortSignal, work: () => Promise<RunResult>): Promise<RunResult> {
  try {
    return await work();
  } catch (error) {
    return cancel.aborted && !(error instanceof DriverError)
      ? cancelled
      : { status: 'error', error: explain(error) };
  }
}

function explain(error: unknown): { message: string; advice: string } {
  if (error instanceof DriverError) return { message: error.message, advice: error.advice };
  const said = error instanceof Error ? error.message : String(error);
  return {
    message: `Container Tasks made a mistake: ${said}.`,
    advice: 'Please report it with what you did.',
  };
}

/** Resolves with `cancelled` when the signal is aborted, until it is forgotten. */
function onAbort(signal: AbortSignal): { result: Promise<RunResult>; forget: () => void } {
  const { promise, resolve } = Promise.withResolvers<RunResult>();
  const listener = (): void => {
    resolve(cancelled);
  };
  if (signal.aborted) listener();
  else signal.addEventListener('abort', listener, { once: true });
  return {
    result: promise,
    forget: () => {
      signal.removeEventListener('abort', listener);
    },
  };
}
