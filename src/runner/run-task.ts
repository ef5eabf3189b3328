import * as l10n from '@vscode/l10n';
import type { ContainerTask } from '../core/container-task.ts';
import type { RunError, RunResult } from '../core/run-result.ts';
import { messageOf } from '../core/thrown.ts';
import { DriverError } from '../driver/driver.ts';
import type { Cookie, TaskHandle, WaitResult } from '../driver/driver.ts';
import { onAbort } from './on-abort.ts';

/**
 * The two ways to end a run early: ask the container to stop, and remove it at once. `kill` implies `cancel`. And the way
 * to end it for this process alone, once its container runs: `leave`.
 */
export interface RunSignals {
  readonly cancel: AbortSignal;
  readonly kill: AbortSignal;
  readonly leave: AbortSignal;
}

/** Is told when the container runs, and its handle if another process can take it over. */
type OnRunning = (running: WaitResult, handle: TaskHandle | undefined) => void;

/**
 * Runs a task from its image to its result: prepare, run, wait, close. It never rejects: a driver that fails gives an
 * `error` without an exit code. When it resolves, the container is gone, or a warning says that it is not; or the
 * container was left, which is no result.
 *
 * @param prepare gives the cookie
 */
export async function runTask(
  prepare: () => Promise<Cookie>,
  task: ContainerTask,
  signals: RunSignals,
  onRunning: OnRunning,
): Promise<RunResult | undefined> {
  const known: Known = { result: cancelled() };
  const killed = onAbort(signals.kill);
  const whole = useDriver(prepare, task, signals, onRunning, known);
  const result = await Promise.race([whole, killed.happened.then(() => inTime(whole, known))]);
  killed.forget();
  return result;
}

/** How the run ends as far as anybody knows, while its clean-up goes on. */
interface Known {
  result: RunResult;
}

/** How long a run that was killed may take to clean up, in ms: whoever kills it does not want to wait. */
const killPatience = 2_000;

/** The whole result, or what is known where an engine does not answer: the clean-up goes on behind the scenes then. */
async function inTime(whole: Promise<RunResult | undefined>, known: Known): Promise<RunResult> {
  const over = Promise.withResolvers<undefined>();
  const timer = setTimeout(over.resolve, killPatience, undefined);
  const result = await Promise.race([whole, over.promise]);
  clearTimeout(timer);
  return result ?? withWarning(known.result, notYetRemoved());
}

function notYetRemoved(): string {
  return l10n.t(
    'The engine has not yet removed its container. If it stays, "Clean Up Containers" removes it when VS Code has been restarted.',
  );
}

async function useDriver(
  prepare: () => Promise<Cookie>,
  task: ContainerTask,
  signals: RunSignals,
  onRunning: OnRunning,
  known: Known,
): Promise<RunResult | undefined> {
  try {
    return await settle(signals.cancel, async () => useCookie(await prepare(), signals, onRunning, known));
  } finally {
    await task.close();
  }
}

async function useCookie(
  cookie: Cookie,
  { cancel, kill, leave }: RunSignals,
  onRunning: OnRunning,
  known: Known,
): Promise<RunResult | undefined> {
  const killed = onAbort(kill);
  const left = onAbort(leave);
  const result = await settle(cancel, async () => {
    const running = await cookie.run(cancel);
    onRunning(running, cookie.handle);
    return Promise.race([
      running.wait(cancel),
      killed.happened.then(cancelled),
      left.happened.then(() => undefined),
    ]);
  });
  killed.forget();
  left.forget();
  if (result) known.result = result;
  else cookie.detach();
  try {
    await cookie[Symbol.asyncDispose]();
    return result;
  } catch (error) {
    const { message, advice } = explain(error);
    return result && withWarning(result, `${message} ${advice}`);
  }
}

function withWarning(result: RunResult, warning: string): RunResult {
  return { ...result, warning: [result.warning, warning].filter(Boolean).join(' ') };
}

function cancelled(): RunResult {
  return { status: 'cancelled', error: { message: l10n.t('You cancelled it.') } };
}

/** Turns what the work throws into a result. */
export async function settle<T>(cancel: AbortSignal, work: () => Promise<T>): Promise<T | RunResult> {
  try {
    return await work();
  } catch (error) {
    return cancel.aborted && !(error instanceof DriverError)
      ? cancelled()
      : { status: 'error', error: explain(error) };
  }
}

/** What was thrown, for the person who started the run. */
export function explain(error: unknown): RunError & { readonly advice: string } {
  if (error instanceof DriverError) {
    const { message, advice, remedy } = error;
    return { message, advice, ...(remedy && { remedy }) };
  }
  return {
    message: l10n.t('Container Tasks made a mistake: {0}.', messageOf(error)),
    advice: l10n.t('Please report it with what you did.'),
  };
}
