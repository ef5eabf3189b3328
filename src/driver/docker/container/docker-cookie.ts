import type { ContainerTask } from '../../../core/container-task.ts';
import type { RunResult } from '../../../core/run-result.ts';
import { notRunning } from '../../driver.ts';
import type { Cookie, Health, TaskHandle, WaitResult } from '../../driver.ts';
import type { Engine } from '../engine/engine.ts';
import { followStats } from './follow-stats.ts';
import { EngineError, readText } from '../engine/http.ts';
import { Output } from './output.ts';
import { removeContainer } from './remove-container.ts';
import { RunningContainer } from './running-container.ts';
import { waitingFor } from './waiting-for.ts';
import { couldNotStart } from './failed-program.ts';
import { neverStarted, withCause } from './find-cause.ts';
import { startFailure } from './start-failure.ts';
import { containerName } from '../ownership/labels.ts';

/** A container that was created for a task. Disposing it closes every stream and removes the container. */
export class DockerCookie implements Cookie {
  readonly #engine: Engine;
  readonly #id: string;
  readonly imageId: string;
  readonly #task: ContainerTask;
  readonly #warning: string | undefined;
  readonly #closing = new AbortController();
  #removed: Promise<void> | undefined;
  #handle: TaskHandle | undefined;

  /** @param warning what the engine said of the container that it created: goes into the result. */
  constructor(engine: Engine, id: string, imageId: string, task: ContainerTask, warning: string | undefined) {
    this.#engine = engine;
    this.#id = id;
    this.imageId = imageId;
    this.#task = task;
    this.#warning = warning;
  }

  get handle(): TaskHandle | undefined {
    return this.#handle;
  }

  /** Attaches and waits before it starts, each acknowledged by the engine: nothing of a short run is missed. */
  async run(signal: AbortSignal): Promise<WaitResult> {
    signal.throwIfAborted();
    const close = (): void => {
      this.#closing.abort();
    };
    signal.addEventListener('abort', close, { once: true });
    try {
      const { signal: closed } = this.#closing;
      const output = await Output.attach(this.#engine, this.#id, this.#task, closed);
      const exit = readText(await this.#engine.containers.wait(this.#id, closed));
      exit.catch(() => undefined); // Whoever waits learns from the container's state.
      await this.#engine.containers.start(this.#id, closed);
      signal.throwIfAborted();
      this.#handle = handleOf(this.#engine, this.#id, this.#task);
      this.#task.writeProgress({ phase: 'running' });
      const running = new RunningContainer(this.#engine, this.#id, this.#task, output, exit, closed);
      // Engines before API 1.42 do not take the size with the container.
      if (this.#task.terminal) await running.resize(this.#task.terminal);
      void followStats(this.#engine, this.#id, running.writeStat, closed);
      const explained = withCause(this.#engine, this.#id, this.#task, running, output, closed);
      return warned(this.#bringingBack(explained), this.#warning);
    } catch (error) {
      signal.throwIfAborted();
      const program = error instanceof EngineError ? couldNotStart(this.#task, error.message) : undefined;
      if (!program) throw await startFailure(this.#engine, this.#id, this.#task, error, this.#closing.signal);
      const { signal: closed } = this.#closing;
      const result = await neverStarted(this.#engine, this.#id, this.#task, program, closed);
      return warned(neverRan(result), this.#warning);
    } finally {
      signal.removeEventListener('abort', close); // From here on an abort stops the container, and its output is wanted.
    }
  }

  /** The same, but the output of a copied folder comes back before the container is said to have ended. */
  #bringingBack(running: WaitResult): WaitResult {
    const { copy } = this.#task;
    if (!copy) return running;
    return waitingFor(running, async (result, signal) => {
      const { withOutput } = await import('../copy/copy-out.ts');
      const either = AbortSignal.any([signal, this.#closing.signal]);
      return withOutput(this.#engine, this.#id, this.#task, copy, result, either);
    });
  }

  detach(): void {
    this.#removed ??= Promise.resolve();
    this.#closing.abort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    this.#removed ??= removeContainer(this.#engine, this.#id);
    await this.#removed;
  }
}

/** What is fed to a container by us, is a terminal of ours, or comes back to us, cannot be taken over. */
function handleOf(
  { endpoint }: Engine,
  containerId: string,
  { id, input, terminal, copy }: ContainerTask,
): TaskHandle | undefined {
  if (input || terminal || copy) return undefined;
  return { runId: id, engine: endpoint.url, containerId, name: containerName(id), startedAt: Date.now() };
}

function neverRan(result: RunResult): WaitResult {
  const health = async function* (): AsyncIterable<Health> {};
  return {
    wait: () => Promise.resolve(result),
    resize: () => Promise.resolve(),
    health,
    openShell: () => Promise.reject(notRunning()),
  };
}

/** The same, but its result has what the engine said before it started too. */
function warned(running: WaitResult, warning: string | undefined): WaitResult {
  if (warning === undefined) return running;
  return waitingFor(running, (result) =>
    Promise.resolve({
      ...result,
      warning: result.warning === undefined ? warning : `${warning} ${result.warning}`,
    }),
  );
}
