import * as l10n from '@vscode/l10n';

import type { ContainerTask } from '../../../core/container-task.ts';
import type { RunError, RunResult } from '../../../core/run-result.ts';
import type { WaitResult } from '../../driver.ts';
import { within } from '../engine/within.ts';
import type { Engine } from '../engine/engine.ts';
import { explainOutput } from './explain-output.ts';
import { explainProgram } from './explain-program.ts';
import { exitCodeFor, programInOutput } from './failed-program.ts';
import type { FailedProgram } from './failed-program.ts';
import { lookForProgram } from './look-for-program.ts';
import type { ContainerOutput } from './output.ts';
import { isSignal } from './signals.ts';
import { waitingFor } from './waiting-for.ts';

/**
 * The same container, but a failure is told with a better reason where one is found: in the last lines of the output, in the
 * container's files, which are looked at before they are removed, and in what others have asked the engine. That never rejects,
 * and takes no longer than `evidence` of the deadlines. An engine that went away is reason enough.
 */
export function withCause(
  engine: Engine,
  id: string,
  task: ContainerTask,
  running: WaitResult & { readonly engineWentAway: boolean },
  output: Told,
  closed: AbortSignal,
): WaitResult {
  return waitingFor(running, async (result) => {
    if (running.engineWentAway || result.status !== 'error' || result.exitCode === undefined) return result;
    const error = await find(engine, id, task, result, output, closed).catch(() => undefined);
    return error ? { ...result, error } : result;
  });
}

/** What the output tells. */
type Told = Pick<ContainerOutput, 'errors' | 'notStarted'>;

/** The result of a container whose command the engine could not start. Never rejects, as {@link withCause}. */
export async function neverStarted(
  engine: Engine,
  id: string,
  task: ContainerTask,
  program: FailedProgram,
  closed: AbortSignal,
): Promise<RunResult> {
  const exitCode = exitCodeFor(program.said) ?? 127;
  const error = await explain(engine, id, task, program, exitCode, closed);
  return { status: 'error', exitCode, error };
}

async function find(
  engine: Engine,
  id: string,
  task: ContainerTask,
  { exitCode, signal, outOfMemory }: Exclude<RunResult, { readonly status: 'success' }>,
  output: Told,
  closed: AbortSignal,
): Promise<RunError | undefined> {
  const first = task.entrypoint?.[0] ?? task.command[0] ?? '';
  const isShells = exitCode === 127 || exitCode === 126;
  const program = output.notStarted(first) ?? (isShells ? programInOutput(output.errors) : undefined);
  if (program || isShells)
    return program && explain(engine, id, task, program, exitCodeFor(program.said) ?? 127, closed);
  if (outOfMemory !== undefined) return undefined;
  const ask = (either: AbortSignal): ReturnType<typeof killedByOthers> =>
    killedByOthers(engine, id, exitCode, signal, either);
  const others = await within(engine.deadlines.evidence, ask, closed).catch(() => undefined);
  return others ?? explainOutput(task, exitCode, output.errors);
}

async function explain(
  engine: Engine,
  id: string,
  task: ContainerTask,
  program: FailedProgram,
  exitCode: 126 | 127,
  closed: AbortSignal,
): Promise<RunError> {
  const look = (signal: AbortSignal): ReturnType<typeof lookForProgram> =>
    lookForProgram(engine, id, task, program, signal);
  const finding =
    program.name === ''
      ? undefined
      : await within(engine.deadlines.evidence, look, closed).catch(() => undefined);
  return explainProgram(task, program, exitCode, finding);
}

/** How long after the end of a container an engine may tell what it was sent before, in ms. */
const lateness = 300;

/** What the engine was asked to send while the container ran: we have sent nothing. */
async function killedByOthers(
  { containers }: Engine,
  id: string,
  exitCode: number | undefined,
  name: string | undefined,
  closed: AbortSignal,
): Promise<RunError | undefined> {
  if (name === undefined) return undefined;
  const { StartedAt = '', FinishedAt = '' } = (await containers.inspect(id, closed)).State;
  // The engine tells of a signal when it has sent it, and what was killed may have ended by then.
  const until = Date.parse(FinishedAt) + lateness;
  const sent = await containers.signals(id, Date.parse(StartedAt), until, closed);
  if (!sent.some((told) => told === '' || isSignal(name, told))) return undefined;
  return {
    message: l10n.t(
      'Somebody else had the engine send {0} to the container (exit code {1}), as "docker kill" and "docker stop" do.',
      name,
      exitCode ?? '',
    ),
    advice: l10n.t('Run the task again.'),
  };
}
