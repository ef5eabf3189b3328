import type { RunResult } from '../../../core/run-result.ts';
import type { WaitResult } from '../../driver.ts';

/** The same container, but something is done with its result before it is told. */
export function waitingFor(
  running: WaitResult,
  finish: (result: RunResult, signal: AbortSignal) => Promise<RunResult>,
): WaitResult {
  return {
    wait: async (signal) => finish(await running.wait(signal), signal),
    resize: (size) => running.resize(size),
    health: (signal) => running.health(signal),
    openShell: (size, signal) => running.openShell(size, signal),
  };
}
