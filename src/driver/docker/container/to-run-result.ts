import type { ContainerTask } from '../../../core/container-task.ts';
import { formatBytes, formatElapsed } from '../../../core/format.ts';
import type { RunError, RunResult } from '../../../core/run-result.ts';
import { sentence } from '../engine/engine-failure.ts';

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
}

/**
 * How a run ended, from the evidence in this order: the first reason we had to stop it, the engine's word on memory,
 * the exit code. 137 alone does not mean out of memory: any SIGKILL gives it.
 */
export function toRunResult(
  task: Pick<ContainerTask, 'timeout' | 'memory'>,
  stopped: StopReason | undefined,
  evidence: Evidence,
): RunResult {
  const exitCode = evidence.ExitCode;
  const outOfMemory = wasOutOfMemory(task, stopped, evidence);
  if (stopped === undefined && exitCode === 0) return succeeded(outOfMemory);
  const signal = signals[exitCode - 128];
  return {
    ...explainEnd(task, stopped, exitCode, outOfMemory),
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
  { memory }: Pick<ContainerTask, 'memory'>,
  stopped: StopReason | undefined,
  { OOMKilled, ExitCode, peakMemory }: Evidence,
): 'yes' | 'likely' | 'no' {
  if (OOMKilled) return 'yes';
  const isClose = memory > 0 && peakMemory >= 0.9 * memory;
  return stopped === undefined && signals[ExitCode - 128] === 'SIGKILL' && isClose ? 'likely' : 'no';
}

function succeeded(outOfMemory: 'yes' | 'likely' | 'no'): RunResult {
  if (outOfMemory === 'no') return { status: 'success', exitCode: 0 };
  const warning = 'A process in the container was killed for lack of memory, though the command succeeded.';
  return { status: 'success', exitCode: 0, warning };
}

function explainEnd(
  { timeout, memory }: Pick<ContainerTask, 'timeout' | 'memory'>,
  stopped: StopReason | undefined,
  exitCode: number,
  outOfMemory: 'yes' | 'likely' | 'no',
): Pick<Failure, 'status' | 'error'> {
  if (stopped === 'cancelled') return { status: 'cancelled', error: { message: 'You cancelled it.' } };
  if (stopped === 'timeout') return { status: 'timeout', error: timedOut(timeout) };
  if (outOfMemory === 'yes') return { status: 'killed', error: lackOfMemory(memory) };
  return { status: 'error', error: explainExit(exitCode, memory, outOfMemory === 'likely') };
}

type Failure = Exclude<RunResult, { readonly status: 'success' }>;

/** The engine could not start the container's command: 127 when there is none, 126 when it cannot be executed. */
export function couldNotStart(
  task: Pick<ContainerTask, 'command' | 'image'>,
  said: string,
): RunResult | undefined {
  if (notTheCommand.test(said)) return undefined;
  const [, named = task.command[0] ?? 'the command of the image'] =
    /exec(?:utable file|:) ["`]([^"`]+)["`]/.exec(said) ?? [];
  if (/executable file.*not found|no such file or directory/i.test(said)) {
    return {
      status: 'error',
      exitCode: 127,
      error: {
        message: `The command "${named}" is not in the image "${task.image}".`,
        advice: 'Correct "command", or use an image that has it.',
      },
    };
  }
  if (/permission denied|exec format error|is a directory/i.test(said)) {
    return {
      status: 'error',
      exitCode: 126,
      error: {
        message: `The command "${named}" is in the image "${task.image}" but cannot be executed.`,
        advice: `Make it executable (chmod +x), and see that it is built for the engine's platform. The engine says: ${sentence(said)}`,
      },
    };
  }
  return undefined;
}

/** What fails with the same words as a command does: mounts, init, users, limits, rights, ports, hooks (of GPUs). */
const notTheCommand =
  /chdir to cwd|error mounting|docker-init|container-init|catatonit|unable to find user|rlimit|apply caps|listen (?:tcp|udp)|error (?:running|executing) hook|apparmor failed/i;

function timedOut(timeout: number): RunError {
  return {
    message: `It ran longer than its timeout of ${formatElapsed(timeout)}.`,
    advice: 'Raise "timeout", or find out what it waits for.',
  };
}

function lackOfMemory(memory: number): RunError {
  if (memory > 0) {
    return {
      message: `It needed more memory than its limit of ${formatBytes(memory)}.`,
      advice: 'Raise "resources.memory".',
    };
  }
  return {
    message: "It needed more memory than the engine's machine has.",
    advice: "Give the engine's machine more memory.",
  };
}

function explainExit(exitCode: number, memory: number, isCloseToLimit: boolean): RunError {
  if (exitCode === 127) {
    return {
      message: 'The command, or one that it called, was not found (exit code 127).',
      advice: 'Install the command in the image, or use an image that has it.',
    };
  }
  if (exitCode === 126) {
    return {
      message: 'The command, or one that it called, cannot be executed (exit code 126).',
      advice: "Make the file executable (chmod +x), and see that it is built for the engine's platform.",
    };
  }
  const signal = signals[exitCode - 128];
  if (signal === undefined) return { message: `The command failed with exit code ${exitCode}.` };
  const message = `The command ended with exit code ${exitCode}, as if killed by ${signal}, which we did not send.`;
  if (signal !== 'SIGKILL' || memory === 0) return { message };
  if (isCloseToLimit) {
    const limit = formatBytes(memory);
    return {
      message: `${message.slice(0, -1)}: most likely for lack of memory, as it had come close to its limit of ${limit}.`,
      advice: 'Raise "resources.memory".',
    };
  }
  // Podman never tells, and Docker misses a kill that comes right after the start.
  return {
    message,
    advice: `The engine does not say why: if it was for its memory limit of ${formatBytes(memory)}, raise "resources.memory".`,
  };
}

/** The signals that end a process most often, by number (signal(7), Linux on x86 and ARM). */
const signals: Readonly<Record<number, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  4: 'SIGILL',
  6: 'SIGABRT',
  7: 'SIGBUS',
  8: 'SIGFPE',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  13: 'SIGPIPE',
  15: 'SIGTERM',
};
