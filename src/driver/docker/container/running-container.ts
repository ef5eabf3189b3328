import { setTimeout as delay } from 'node:timers/promises';

import type { ContainerTask, TerminalSize } from '../../../core/container-task.ts';
import type { RunResult } from '../../../core/run-result.ts';
import type { Stat } from '../../../core/stats.ts';
import { DriverError } from '../../driver.ts';
import type { WaitResult } from '../../driver.ts';
import type { Engine } from '../engine/engine.ts';
import { engineFailure } from '../engine/engine-failure.ts';
import { EngineError } from '../engine/http.ts';
import type { Output } from './output.ts';
import { Stopper } from './stopper.ts';
import { toRunResult } from './to-run-result.ts';
import type { EndState } from './to-run-result.ts';

/** How long an engine that has been lost may take to come back, in ms: a restart takes about 11 s. */
const patience = 20_000;

/** How often the state of a container is asked for where nothing else tells its end, in ms. */
const pollInterval = 1_000;

/** The same for a container that Podman says to be stopping, which it is for ms after its last process has ended. */
const stoppingInterval = 100;

/** A started container, waited for by whatever tells its end first: the engine's wait, the end of output, its state. */
export class RunningContainer implements WaitResult {
  readonly #engine: Engine;
  readonly #id: string;
  readonly #task: ContainerTask;
  readonly #output: Output;
  readonly #exit: Promise<unknown>;
  /** Bytes. */
  #peakMemory = 0;
  /** What the engine's wait has told. */
  #told: 'nothing' | 'exit' | 'lost' = 'nothing';

  /** @param exit settles when the engine's wait ends; a rejection only means that the wait was lost. */
  constructor(engine: Engine, id: string, task: ContainerTask, output: Output, exit: Promise<unknown>) {
    this.#engine = engine;
    this.#id = id;
    this.#task = task;
    this.#output = output;
    this.#exit = exit;
  }

  /** Takes a sample of the container's statistics: the task's, and evidence should memory run out. */
  readonly writeStat = (stat: Stat): void => {
    this.#peakMemory = Math.max(this.#peakMemory, stat.metrics['mem_usage'] ?? 0);
    this.#task.writeStat(stat);
  };

  async wait(signal: AbortSignal): Promise<RunResult> {
    using stopper = new Stopper(this.#task.timeout, signal, () => this.#stop());
    const state = await Promise.race([this.#stopped(), stopper.failed]);
    const { reason } = stopper;
    stopper[Symbol.dispose]();
    const loss = (await this.#output.drained()) ?? this.#lossOfOutput();
    const ExitCode = this.#output.exitCode(state.ExitCode);
    const evidence = { ...state, ExitCode, peakMemory: this.#peakMemory };
    const result = toRunResult(this.#task, reason, evidence);
    const warnings = [result.warning, loss];
    const warning = warnings.filter((each) => each !== undefined).join(' ');
    return warning === '' ? result : { ...result, warning };
  }

  async resize(size: TerminalSize): Promise<void> {
    if (!this.#task.terminal) return;
    // A terminal of the wrong size is a flaw, and what else is wrong with the engine the wait tells.
    await this.#engine.containers.resize(this.#id, size).catch(() => undefined);
  }

  /** An engine that dies ends the output like a container that does: only the lost wait tells. */
  #lossOfOutput(): string | undefined {
    if (this.#told !== 'lost') return undefined;
    return 'The connection to the engine was lost while it ran: some of its output may be missing.';
  }

  /** Resolves when the engine says that the container does not run any more. */
  async #stopped(): Promise<EndState> {
    // A wait that was lost tells nothing, and on older Podman it may hang: the end of output and time are hints as well.
    const exited = this.#exited();
    await Promise.race([exited, this.#output.ended]);
    for (;;) {
      const state = await this.#inspect();
      if (hasEnded(state)) return state;
      const pause = delay(state.Running ? pollInterval : stoppingInterval);
      await (this.#told === 'exit' ? pause : Promise.race([exited, pause]));
    }
  }

  /** Never resolves where the wait is lost. */
  async #exited(): Promise<void> {
    try {
      await this.#exit;
      this.#told = 'exit';
    } catch {
      this.#told = 'lost';
      await new Promise<never>(() => undefined);
    }
  }

  async #inspect(): Promise<InspectedState> {
    for (const giveUp = Date.now() + patience; ;) {
      try {
        return (await this.#engine.containers.inspect(this.#id)).State;
      } catch (error) {
        if (error instanceof EngineError) throw inspectFailure(error);
        if (Date.now() > giveUp) throw engineFailure(error, 'tell how the container ended');
        await delay(pollInterval);
      }
    }
  }

  /** The stop signal, the grace, then SIGKILL: the engine does all three. */
  async #stop(): Promise<void> {
    try {
      await this.#engine.containers.stop(this.#id, Math.ceil(this.#task.stop.grace / 1000));
    } catch (error) {
      throw engineFailure(error, 'stop the container');
    }
  }
}

interface InspectedState extends EndState {
  readonly Running: boolean;
  readonly Status?: string;
}

/** A container that Podman is stopping does not run for it any more, but has no exit code yet: 0 stands in its place. */
function hasEnded({ Running, Status }: InspectedState): boolean {
  return !Running && Status !== 'stopping';
}

function inspectFailure(error: EngineError): DriverError {
  if (error.statusCode !== 404) return engineFailure(error, 'tell how the container ended');
  return new DriverError(
    'The container was removed by somebody else while the task ran, so nobody knows how it ended.',
    'Run the task again.',
    { cause: error },
  );
}
