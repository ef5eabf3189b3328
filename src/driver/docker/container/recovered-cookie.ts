import * as l10n from '@vscode/l10n';

import type { ContainerTask } from '../../../core/container-task.ts';
import type { Cookie, ResumePoint, TaskHandle, WaitResult } from '../../driver.ts';
import type { Engine } from '../engine/engine.ts';
import { engineFailure } from '../engine/engine-failure.ts';
import { readText } from '../engine/http.ts';
import { withCause } from './find-cause.ts';
import { followStats } from './follow-stats.ts';
import { LoggedOutput } from './logged-output.ts';
import { removeContainer } from './remove-container.ts';
import { RunningContainer } from './running-container.ts';

/** A container that another process has started, whether it still runs or has ended meanwhile. */
export class RecoveredCookie implements Cookie {
  readonly handle: TaskHandle;
  readonly imageId = undefined;
  readonly #engine: Engine;
  readonly #task: ContainerTask;
  readonly #from: ResumePoint;
  readonly #closing = new AbortController();
  #removed: Promise<void> | undefined;

  constructor(engine: Engine, handle: TaskHandle, task: ContainerTask, from: ResumePoint) {
    this.handle = handle;
    this.#engine = engine;
    this.#task = task;
    this.#from = from;
  }

  async run(signal: AbortSignal): Promise<WaitResult> {
    signal.throwIfAborted();
    const { containerId } = this.handle;
    const { containers } = this.#engine;
    const closing = this.#closing.signal;
    try {
      const exit = readText(await containers.wait(containerId, closing, 'not-running'));
      exit.catch(() => undefined); // Whoever waits learns from the container's state.
      const { State, HostConfig } = await containers.inspect(containerId, closing);
      // Docker 23, with which the version 1.42 came, has mended it.
      const losesBreaks = HostConfig?.LogConfig?.Type === 'local' && !this.#engine.speaks('1.42');
      const log = { from: this.#from, losesBreaks };
      const output = await LoggedOutput.open(this.#engine, containerId, this.#task, log, closing);
      this.#task.writeProgress({ phase: 'running' });
      const timeLeft = State.Running ? this.#timeLeft() : 0; // What has ended in time is not late.
      const running = new RunningContainer(
        this.#engine,
        containerId,
        this.#task,
        output,
        exit,
        closing,
        timeLeft,
      );
      void followStats(this.#engine, containerId, running.writeStat, closing);
      return withCause(this.#engine, containerId, this.#task, running, output, closing);
    } catch (error) {
      signal.throwIfAborted();
      throw engineFailure(error, l10n.t('go on with the container'));
    }
  }

  detach(): void {
    this.#removed ??= Promise.resolve();
    this.#closing.abort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    this.#removed ??= removeContainer(this.#engine, this.handle.containerId);
    await this.#removed;
  }

  /** In ms; 0: for ever. What is overdue ends now. */
  #timeLeft(): number {
    const { timeout } = this.#task;
    return timeout === 0 ? 0 : Math.max(1, this.handle.startedAt + timeout - Date.now());
  }
}
