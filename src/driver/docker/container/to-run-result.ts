import * as l10n from '@vscode/l10n';

import type { ContainerTask } from '../../../core/container-task.ts';
import type { RunResult } from '../../../core/run-result.ts';
import { explainExit } from './explain-exit.ts';
import { lackOfMemory } from './explain-memory.ts';
import { timedOut } from './explain-timeout.ts';
import { signalOf } from './signals.ts';

/** Why we stopped a container: the first reason counts. */
export type StopReason = 'cancelled' | 'timeout';

/** What the engine says of a container that has ended. */
export interface EndState {
  readonly ExitCode: number;
  readonly OOMKilled: boolean;
  /** The engine's own error, where it could not start the container; else ''. */
  readonly Error: string;
}

/** What is known of a container's end: the engine's word, and what was seen while it ran. */
export interface Evidence extends EndState {
  /** The most memory that it was seen to use, in bytes; 0 where it was not seen. */
  readonly peakMemory: number;
  /** How long it had printed nothing when we stopped it, in ms; Infinity: it never has. Undefined: we did not stop it. */
  readonly silence: number | undefined;
}

type Limits = Pick<ContainerTask, 'timeout' | 'memory'>;

/**
 * How a run ended, from the evidence in this order: the first reason we had to stop it, the engine's word on memory,
 * the exit code. 137 alone does not mean out of memory: any SIGKILL gives it.
 */
export function toRunResult(task: Limits, stopped: StopReason | undefined, evidence: Evidence): RunResult {
  const exitCode = evidence.ExitCode;
  const outOfMemory = wasOutOfMemory(task, stopped, evidence);
  if (stopped === undefined && exitCode === 0) return succeeded(outOfMemory);
  const signal = signalOf(exitCode);
  return {
    ...explainEnd(task, stopped, evidence, outOfMemory),
    exitCode,
    ...(signal && { signal }),
    ...(outOfMemory !== 'no' && { outOfMemory }),
  };
}

/**
 * The engine's word where it has one. Podman never has, and Docker misses a kill that comes right after the start: then a
 * SIGKILL that we did not send, close below the limit, says "likely".
 */
function wasOutOfMemory(
  { memory }: Limits,
  stopped: StopReason | undefined,
  { OOMKilled, ExitCode, peakMemory }: Evidence,
): 'yes' | 'likely' | 'no' {
  if (OOMKilled) return 'yes';
  const isClose = memory > 0 && peakMemory >= 0.9 * memory;
  return stopped === undefined && signalOf(ExitCode) === 'SIGKILL' && isClose ? 'likely' : 'no';
}

function succeeded(outOfMemory: 'yes' | 'likely' | 'no'): RunResult {
  if (outOfMemory === 'no') return { status: 'success', exitCode: 0 };
  const warning = l10n.t(
    'A process in the container was killed for lack of memory, though the command succeeded.',
  );
  return { status: 'success', exitCode: 0, warning };
}

function explainEnd(
  { timeout, memory }: Limits,
  stopped: StopReason | undefined,
  { ExitCode, peakMemory, silence }: Evidence,
  outOfMemory: 'yes' | 'likely' | 'no',
): Pick<Failure, 'status' | 'error'> {
  if (stopped === 'cancelled')
    return { status: 'cancelled', error: { message: l10n.t('You cancelled it.') } };
  if (stopped === 'timeout') return { status: 'timeout', error: timedOut(timeout, silence) };
  if (outOfMemory === 'yes') return { status: 'killed', error: lackOfMemory(memory, peakMemory, ExitCode) };
  const error = explainExit(ExitCode, memory, peakMemory, outOfMemory === 'likely');
  return { status: 'error', error };
}

type Failure = Exclude<RunResult, { readonly status: 'success' }>;
