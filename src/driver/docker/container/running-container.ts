import { setTimeout as delay } from 'node:timers/promises';
import * as l10n from '@vscode/l10n';

import type { ContainerTask, TerminalSize } from '../../../core/container-task.ts';
import type { RunResult } from '../../../core/run-result.ts';
import type { Stat } from '../../../core/stats.ts';
import { DriverError } from '../../driver.ts';
import type { Health, Shell, WaitResult } from '../../driver.ts';
import type { Engine } from '../engine/engine.ts';
import { engineFailure, isTimeout } from '../engine/engine-failure.ts';
import { EngineError } from '../engine/http.ts';
import { followHealth } from './follow-health.ts';
import type { ShellPlace } from './container-shell.ts';
import type { ContainerOutput } from './output.ts';
import { Stopper } from './stopper.ts';
import { toRunResult } from './to-run-result.ts';

/** What tells of a container: an {@link Engine}. */
type Teller = Pick<Engine, 'deadlines' | 'isPodman'> & {
  readonly execs: ShellPlace['engine']['execs'];
  readonly containers: Pick<Engine['containers'], 'inspect' | 'stop' | 'resize' | 'checkHealth'>;
};

type State = Awaited<ReturnType<Teller['containers']['inspect']>>['State'];

/** How long after a container's end its engine may date it, in ms: a busy one notices late. */
const noticing = 2_000;

/** How often a container is looked at, in ms, that Podman says to be stopping: it is so for ms after its last process. */
const stoppingInterval = 100;

/** A started container, waited for by whatever tells its end first: the engine's wait, the end of output, its state. */
export class RunningContainer implements WaitResult {
  readonly #engine: Teller;
  readonly #id: string;
  readonly #task: ContainerTask;
  readonly #output: ContainerOutput;
  readonly #timeLeft: number;
  readonly #exit: Promise<unknown>;
  readonly #closed: AbortSignal;
  /** Bytes. */
  #peakMemory = 0;
  /** As in {@link Evidence}. */
  #silence: number | undefined;
  /** What the engine's wait has told. */
  #told: 'nothing' | 'exit' | 'lost' = 'nothing';
  /** Whether there was reason to believe that it has ended. */
  #isHinted = false;
  #engineWentAway = false;

  /**
   * @param exit settles when the engine's wait ends; a rejection only means that the wait was lost
   * @param closed is aborted when the container is removed or left, however far it has come
   * @param timeLeft until the task's timeout, in ms; 0: for ever
   */
  constructor(
    engine: Teller,
    id: string,
    task: ContainerTask,
    output: ContainerOutput,
    exit: Promise<unknown>,
    closed: AbortSignal,
    timeLeft = task.timeout,
  ) {
    this.#engine = engine;
    this.#id = id;
    this.#task = task;
    this.#output = output;
    this.#exit = exit;
    this.#closed = closed;
    this.#timeLeft = timeLeft;
  }

  /** Takes a sample of the container's statistics: the task's, and evidence should memory run out. */
  readonly writeStat = (stat: Stat): void => {
    this.#peakMemory = Math.max(this.#peakMemory, stat.metrics['mem_usage'] ?? 0);
    this.#task.writeStat(stat);
  };

  /** Whether the engine was gone for a while as it ran: whatever ended it then was probably that. */
  get engineWentAway(): boolean {
    return this.#engineWentAway;
  }

  async wait(signal: AbortSignal): Promise<RunResult> {
    using stopper = new Stopper(this.#timeLeft, signal, () => this.#stop());
    const state = await Promise.race([this.#stopped(), stopper.failed]).catch((error: unknown) => {
      throw this.#closed.aborted ? removedByUs(error) : error;
    });
    const { reason } = stopper;
    stopper[Symbol.dispose]();
    const loss = (await this.#output.drained()) ?? this.#lossOfOutput(state);
    const ExitCode = this.#output.exitCode(state.ExitCode);
    const evidence = { ...state, ExitCode, peakMemory: this.#peakMemory, silence: this.#silence };
    const told = toRunResult(this.#task, reason, evidence);
    const result = this.#engineWentAway && reason === undefined ? blameEngine(told) : told;
    const warnings = [result.warning, loss];
    const warning = warnings.filter((each) => each !== undefined).join(' ');
    return warning === '' ? result : { ...result, warning };
  }

  async resize(size: TerminalSize): Promise<void> {
    if (!this.#task.terminal) return;
    // A terminal of the wrong size is a flaw, and what else is wrong with the engine the wait tells.
    await this.#engine.containers.resize(this.#id, size).catch(() => undefined);
  }

  health(signal: AbortSignal): AsyncIterable<Health> {
    return followHealth(this.#engine, this.#id, AbortSignal.any([signal, this.#closed]));
  }

  async openShell(size: TerminalSize, signal: AbortSignal): Promise<Shell> {
    // Few runs get one.
    const { openShell } = await import('./container-shell.ts');
    return openShell({ engine: this.#engine, containerId: this.#id, closed: this.#closed }, size, signal);
  }

  /** An engine that dies ends the output like a container that does: the lost wait tells, or that it came too early. */
  #lossOfOutput({ StartedAt = '', FinishedAt = '' }: State): string | undefined {
    if (this.#told === 'lost')
      return l10n.t('The connection to the engine was lost while it ran: some of its output may be missing.');
    // As the output lasts from before the start, this holds however the engine's clock differs from ours.
    if (this.#output.lifetime + noticing < Date.parse(FinishedAt) - Date.parse(StartedAt))
      return l10n.t('Its output ended before it did: some of it may be missing.');
    return undefined;
  }

  /** Resolves when the engine says that the container does not run any more. */
  async #stopped(): Promise<State> {
    // A wait that was lost tells nothing, and on older Podman it may hang: the end of output and time are hints as well.
    const { heartbeat, poll } = this.#engine.deadlines;
    const exited = this.#exited();
    const hint = Promise.race([exited, this.#output.ended]).then(() => (this.#isHinted = true));
    for (let pace = poll; ;) {
      const next = this.#isHinted ? (this.#told === 'exit' ? never() : exited) : hint;
      await atMost(this.#isHinted ? pace : heartbeat, next, this.#closed);
      const state = await this.#inspect();
      if (hasEnded(state)) return state;
      pace = state.Running ? poll : Math.min(stoppingInterval, poll);
    }
  }

  /** Never resolves where the wait is lost. */
  async #exited(): Promise<void> {
    try {
      await this.#exit;
      this.#told = 'exit';
    } catch {
      this.#told = 'lost';
      await never();
    }
  }

  /** An engine that is lost, or has troubles of its own, may come back. */
  async #inspect(): Promise<State> {
    const { patience, poll } = this.#engine.deadlines;
    for (const giveUp = Date.now() + patience; ;) {
      try {
        return (await this.#engine.containers.inspect(this.#id, this.#closed)).State;
      } catch (error) {
        const isRefusal = error instanceof EngineError && error.statusCode < 500;
        if (isRefusal || Date.now() > giveUp) throw inspectFailure(error);
        this.#engineWentAway ||= !hasAnswered(error) && !isTimeout(error);
        await delay(poll, undefined, { signal: this.#closed });
      }
    }
  }

  /** The stop signal, the grace, then SIGKILL: the engine does all three. */
  async #stop(): Promise<void> {
    const { lastAt = -Infinity } = this.#output;
    this.#silence = Math.max(0, Date.now() - lastAt);
    try {
      await this.#engine.containers.stop(this.#id, Math.ceil(this.#task.stop.grace / 1000));
    } catch (error) {
      throw engineFailure(error, l10n.t('stop the container'));
    }
  }
}

/** A container that Podman is stopping does not run for it any more, but has no exit code yet: 0 stands in its place. */
function hasEnded({ Running, Status }: State): boolean {
  return !Running && Status !== 'stopping';
}

/** Anew each time: one that all share would keep whatever has ever waited for it. */
function never(): Promise<never> {
  return new Promise(() => undefined);
}

/** Resolves when the promise does, or after so many ms. @throws the signal's reason when it is aborted. */
async function atMost(milliseconds: number, promise: Promise<unknown>, signal: AbortSignal): Promise<void> {
  const over = new AbortController();
  const pause = delay(milliseconds, undefined, { signal: AbortSignal.any([signal, over.signal]) });
  try {
    await Promise.race([promise, pause]);
  } finally {
    over.abort();
  }
}

/** With an error, or with what cannot be read. */
function hasAnswered(error: unknown): boolean {
  return error instanceof EngineError || error instanceof SyntaxError;
}

/** An engine that stops, or starts again, ends its containers with a signal that looks like anybody's. */
function blameEngine(result: RunResult): RunResult {
  if (result.status !== 'error' || result.signal === undefined) return result;
  const message = l10n.t(
    'The engine went away while the task ran, which is probably why it ended with {0}.',
    result.signal,
  );
  const advice = l10n.t('Run the task again; the log of the engine tells more.');
  return { ...result, error: { message, advice } };
}

function inspectFailure(error: unknown): DriverError {
  if (!(error instanceof EngineError) || error.statusCode !== 404)
    return engineFailure(error, l10n.t('tell how the container ended'));
  return new DriverError(
    l10n.t('The container was removed by somebody else while the task ran, so nobody knows how it ended.'),
    l10n.t('Run the task again.'),
    { cause: error },
  );
}

function removedByUs(cause: unknown): DriverError {
  return new DriverError(
    l10n.t('The container was removed before the task had ended.'),
    l10n.t('Run the task again.'),
    { cause },
  );
}
