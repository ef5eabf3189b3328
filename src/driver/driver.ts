import * as l10n from '@vscode/l10n';

import type { ContainerTask, TerminalSize } from '../core/container-task.ts';
import type { Remedy, RunResult } from '../core/run-result.ts';

/**
 * Runs container tasks. The names and semantics are those of the Fn Project's
 * {@link https://pkg.go.dev/github.com/fnproject/fn/api/agent/drivers driver interface}.
 */
export interface Driver {
  /**
   * Does what the task can recover from: finds the engine, pulls the image, creates the container.
   *
   * @throws {DriverError} the image cannot be had, or the engine refuses; the signal's reason when it is aborted.
   * Whatever was made is removed before this rejects.
   */
  prepare(task: ContainerTask, signal: AbortSignal): Promise<Cookie>;

  /**
   * Resolves when an engine answers that tasks can run on.
   *
   * @throws {DriverError} none does; the signal's reason when it is aborted.
   */
  ping(signal: AbortSignal): Promise<void>;

  /**
   * Obtains the task's image as {@link prepare} does, pulling or building it, and resolves with the engine's id of it, which
   * is another one whenever the image is.
   *
   * @throws as {@link prepare}.
   */
  imageId(task: ContainerTask, signal: AbortSignal): Promise<string>;

  /**
   * Takes over a container that a process has left running, so that this one removes it. Of several that ask at once, one
   * gets it. `held`: whoever has it still lives, or has just taken it; `gone`: there is no such container of ours.
   *
   * @throws {DriverError} no engine answers; the signal's reason when it is aborted.
   */
  recover(handle: TaskHandle, signal: AbortSignal): Promise<Recovered | 'held' | 'gone'>;

  /**
   * Finds the containers that a process left behind which provably runs no more. What is in doubt is not among them, and
   * nothing is removed by asking.
   *
   * @throws {DriverError} no engine answers; the signal's reason when it is aborted.
   */
  abandoned(signal: AbortSignal): Promise<readonly Abandoned[]>;

  /**
   * Tells by what containers could reach this machine. The engine is asked only where there are volumes.
   *
   * @param volumes names of volumes that are to be mounted
   * @throws {DriverError} no engine answers; the signal's reason when it is aborted.
   */
  hostAccess(volumes: readonly string[], signal: AbortSignal): Promise<HostAccess>;

  /**
   * Tells which images the engine has, the newest first.
   *
   * @throws {DriverError} no engine answers; the signal's reason when it is aborted.
   */
  images(signal: AbortSignal): Promise<readonly LocalImage[]>;

  /**
   * Makes a network of a run's own, on which containers reach each other by their `networkAliases`. It goes with the
   * process as the run's container does: what a killed one leaves is among the {@link abandoned}.
   *
   * @param label of the task that it is made for
   * @throws {DriverError} the engine refuses, or cannot resolve names; the signal's reason when it is aborted. Whatever was
   * made is removed before this rejects.
   */
  createNetwork(runId: string, label: string, signal: AbortSignal): Promise<Network>;
}

/** An image that the engine has. */
export interface LocalImage {
  /** The engine's own id of it. */
  readonly id: string;
  /** `repository:tag` and `repository@digest`, as the engine writes them; none for one that is only a part of others. */
  readonly names: readonly string[];
  /** Bytes. */
  readonly size: number;
  /** Epoch ms. */
  readonly created: number;
}

/** By what containers could reach the machine of the engine. */
export interface HostAccess {
  /** Paths of the sockets of container engines, whether they are there or not. */
  readonly sockets: readonly string[];
  /** The volumes that are no more than another name of a path or device of the machine, with that path. */
  readonly boundVolumes: ReadonlyMap<string, string>;
}

/**
 * A network that was made. Its owner always disposes it: that detaches what is still attached, removes it, is idempotent,
 * and never rejects for a network that is gone already.
 */
export interface Network extends AsyncDisposable {
  readonly name: string;
}

/** Names the container of a run to another process: plain data, and nothing in it is secret. */
export interface TaskHandle {
  /** The run's id. */
  readonly runId: string;
  /** The engine's address, as in {@link DriverConfig}. */
  readonly engine: string;
  /** The engine's own id of it, which stays. */
  readonly containerId: string;
  /** Its name, which changes with every process that takes it over: who removes it by name leaves alone what was taken. */
  readonly name: string;
  /** When it was started, epoch ms. */
  readonly startedAt: number;
}

/** A container that was taken over. */
export interface Recovered {
  /** Goes on with the task: its output from the resume point, what is left of its timeout, its statistics from now on. */
  resume(task: ContainerTask, from: ResumePoint): Cookie;
}

/** What of a container's output is kept already. */
export interface ResumePoint {
  readonly stdout: StreamPoint;
  readonly stderr: StreamPoint;
  /** When the last of it came, epoch ms. */
  readonly at: number;
}

/** The beginning of a stream. */
export interface StreamPoint {
  /** Bytes. */
  readonly length: number;
  /** Of these bytes, in hex. */
  readonly sha256: string;
}

/** A container, network or volume that nobody will remove any more. */
export interface Abandoned {
  readonly kind: 'container' | 'network' | 'volume';
  /** Tells it from others of its kind. */
  readonly name: string;
  /** The label of the task that it was made for. */
  readonly label: string;
  /** Of a container. */
  readonly image?: string;
  /** Epoch ms. */
  readonly created: number;
  /**
   * Removes it, and kills it before where it runs; what is gone already is fine. A network or volume has to wait for the
   * containers that use it.
   *
   * @throws {DriverError} it may still be there.
   */
  remove(): Promise<void>;
}

/**
 * One request to run one task. Its owner always disposes it (`await using`), run or not: that removes what it made, is
 * idempotent, and never rejects for a thing that is gone already.
 */
export interface Cookie extends AsyncDisposable {
  /**
   * Starts the container. Resolves when it runs, or when the engine has said that it cannot (which `wait` then tells).
   *
   * @throws {DriverError} the engine is lost; the signal's reason when it is aborted.
   */
  run(signal: AbortSignal): Promise<WaitResult>;

  /** As {@link Driver.imageId}: of the image that its container was created from; undefined where it was recovered. */
  readonly imageId: string | undefined;

  /** Undefined before it runs, and where another process could not take it over. */
  readonly handle: TaskHandle | undefined;

  /** Closes every stream and leaves the container to whoever takes it over: disposing does not remove it any more. */
  detach(): void;
}

/** A container that was started. */
export interface WaitResult {
  /**
   * Resolves when the container has ended and all of its output has been written. A signal aborted first stops the
   * container and gives `cancelled`; the task's timeout does so and gives `timeout`.
   *
   * @throws {DriverError} the engine was lost, so that nobody knows how the container ended.
   */
  wait(signal: AbortSignal): Promise<RunResult>;

  /** Gives the container's terminal another size. Nothing happens where it has none, or has ended; never rejects. */
  resize(size: TerminalSize): Promise<void>;

  /**
   * Tells how the container is: first as it is now, then each change, until it ends or the signal is aborted. Without a
   * health check, of its task's or its image's, it is `healthy`, and nothing more comes. Never throws: of an engine that is
   * lost the wait tells.
   */
  health(signal: AbortSignal): AsyncIterable<Health>;

  /**
   * Opens a shell beside what runs in the container, for a person: as its user, in its folder, in a terminal of its own.
   *
   * @throws {DriverError} the container has ended, or has no shell; the signal's reason when it is aborted.
   */
  openShell(size: TerminalSize, signal: AbortSignal): Promise<Shell>;
}

/**
 * A shell that a person types into. Its owner always disposes it: that ends it with all that was started in it, also in the
 * background, is idempotent, and never rejects.
 */
export interface Shell extends AsyncDisposable {
  /** Its name or path in the container, such as `/bin/bash`. */
  readonly program: string;
  /** What its terminal shows, to be read once: ends when the shell does, or cannot be reached any more; never throws. */
  readonly output: AsyncIterable<Uint8Array>;
  /** Types into it. */
  write(keys: string): void;
  /** Gives its terminal another size; never rejects. */
  resize(size: TerminalSize): Promise<void>;
  /** What it exited with, once its output has ended; undefined: its container has ended, or the engine is lost. Never rejects. */
  exitCode(): Promise<number | undefined>;
}

/** How a container is, as its health check has it. */
export type Health =
  | { readonly status: 'starting' | 'healthy' }
  /** It has failed so many times in a row; `output` is what the last check printed. */
  | { readonly status: 'unhealthy'; readonly output: string };

/** How a driver is set up. */
export interface DriverConfig {
  /** The engine: `unix://`, `npipe://`, `tcp://`, `http://` or `https://`. '' finds it as the Docker CLI does. */
  readonly docker: string;
  /** Relative CPU weight of each container; 0: the engine's default. */
  readonly cpuShares: number;
  /** How long the pull of an image may take, in ms; 0: for ever. */
  readonly pullTimeout: number;
  /** How long a pull may go on without any news of it, in ms; 0: for ever. */
  readonly pullIdleTimeout: number;
}

/** The Fn Project's defaults, and times that end what no longer moves. */
export const defaultDriverConfig: DriverConfig = {
  docker: 'unix:///var/run/docker.sock',
  cpuShares: 0,
  pullTimeout: 30 * 60_000,
  pullIdleTimeout: 2 * 60_000,
};

/** The driver failed, not the task. `message` is one sentence for the user and `advice` what to do; `cause` has the rest. */
export class DriverError extends Error {
  override readonly name = 'DriverError';
  readonly advice: string;
  /** As in a RunError. */
  readonly remedy: Remedy | undefined;

  constructor(message: string, advice: string, options: ErrorOptions & { readonly remedy?: Remedy } = {}) {
    super(message, options);
    this.advice = advice;
    this.remedy = options.remedy;
  }

  /** The drivers are a bundle of their own, with a copy of this class: what it throws is a DriverError here too. */
  static override [Symbol.hasInstance](value: unknown): value is DriverError {
    return value instanceof Error && value.name === 'DriverError' && 'advice' in value;
  }
}

/** What is said where something was to happen in a container that does not run, or not any more. */
export function notRunning(): DriverError {
  return new DriverError(
    l10n.t('The container does not run.'),
    l10n.t('A shell can be attached while a task runs: run it again.'),
  );
}
