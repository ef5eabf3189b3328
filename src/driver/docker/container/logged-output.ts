import { setTimeout as delay } from 'node:timers/promises';
import * as l10n from '@vscode/l10n';

import type { ContainerTask } from '../../../core/container-task.ts';
import type { ResumePoint } from '../../driver.ts';
import type { Engine } from '../engine/engine.ts';
import { EngineError } from '../engine/http.ts';
import { CommandWatch } from './command-watch.ts';
import { DemuxError } from './demux.ts';
import { LogMessages } from './log-messages.ts';
import { LogResumption, ResumeError } from './log-resumption.ts';
import { Output } from './output.ts';
import type { ContainerOutput } from './output.ts';

/** How often and how far apart, in ms, a log is read again that lacks what was printed: it is a little behind. */
const patience = { attempts: 5, pause: 1000 };

/** What there is to resume from. */
interface KeptLog {
  readonly from: ResumePoint;
  /** As {@link LogResumption} has it. */
  readonly losesBreaks: boolean;
}

/** From so many bytes on a log that is followed may have been rotated; before Docker 23 it loses lines then. */
const safeToFollow = 90_000_000;

/**
 * The output of a container that was started by another process, from where that one's log ends: out of the engine's log.
 * A line appears when it is complete, as that is when the engine logs it.
 */
export class LoggedOutput implements ContainerOutput {
  readonly ended: Promise<void>;
  readonly lifetime = Infinity;
  readonly #engine: Engine;
  readonly #id: string;
  readonly #task: ContainerTask;
  readonly #from: ResumePoint;
  readonly #resumption: LogResumption;
  readonly #closing: AbortSignal;
  readonly #following = new AbortController();
  readonly #isOld: boolean;
  /** In bytes. */
  #followed = 0;
  #problem: string | undefined;
  #lastAt: number;
  readonly #errors: CommandWatch;

  private constructor(
    engine: Engine,
    id: string,
    task: ContainerTask,
    log: KeptLog & { readonly lastAt: number },
    signal: AbortSignal,
  ) {
    this.#engine = engine;
    this.#id = id;
    this.#task = task;
    this.#from = log.from;
    this.#closing = signal;
    this.#lastAt = log.lastAt;
    this.#errors = new CommandWatch(task.logger.stderr);
    this.#isOld = log.losesBreaks;
    this.#resumption = new LogResumption(log.from, log.losesBreaks);
    this.ended = this.#follow();
  }

  /**
   * Begins to read. An engine that cannot read its log, as it sends it elsewhere, gives what is printed from now on.
   * Aborting ends the streams.
   */
  static async open(
    engine: Engine,
    id: string,
    task: ContainerTask,
    log: KeptLog,
    signal: AbortSignal,
  ): Promise<ContainerOutput> {
    try {
      const response = await engine.containers.logs(id, '', false, signal);
      response.destroy();
      const at = log.from.at + aheadOfUs(response.headers.date);
      return new LoggedOutput(
        engine,
        id,
        task,
        { ...log, from: { ...log.from, at }, lastAt: log.from.at },
        signal,
      );
    } catch (error) {
      if (!(error instanceof EngineError) || error.statusCode === 404) throw error;
      const output = await Output.attach(engine, id, { ...task, input: undefined }, signal);
      return {
        ended: output.ended,
        drained: async () => [maybeMissing(), await output.drained()].filter(Boolean).join(' '),
        lifetime: Infinity,
        exitCode: (exitCode) => output.exitCode(exitCode),
        get lastAt() {
          return output.lastAt ?? log.from.at;
        },
        get errors() {
          return output.errors;
        },
        notStarted: () => undefined,
      };
    }
  }

  /** A container that was taken over has run: what its init has to say of its start is past. */
  exitCode(exitCode: number): number {
    return exitCode;
  }

  notStarted(): undefined {
    return undefined;
  }

  get lastAt(): number {
    return this.#lastAt;
  }

  get errors(): string {
    return this.#errors.end;
  }

  /** Engines end a log that is followed before its last messages: what is left is read when all has been logged. */
  async drained(): Promise<string | undefined> {
    this.#following.abort();
    await this.ended;
    try {
      await this.#catchUp(this.#closing);
      for (const stream of ['stdout', 'stderr'] as const)
        for (const bytes of this.#resumption.end(stream)) await this.#write(stream, bytes);
    } catch (error) {
      this.#problem ??= l10n.t('Its output is incomplete: {0}.', said(error));
    }
    return this.#problem ?? (this.#isOld && this.#followed > safeToFollow ? maybeMissing() : undefined);
  }

  /** Never rejects: what goes wrong shows when the rest is read. */
  async #follow(): Promise<void> {
    const signal = AbortSignal.any([this.#closing, this.#following.signal]);
    try {
      await this.#catchUp(signal);
      await this.#read(true, signal);
    } catch {
      // The engine was lost, the log does not go on, or it is to be read no more.
    }
  }

  /** Reads what was logged so far and makes sure that it is the log that we know the beginning of. */
  async #catchUp(signal: AbortSignal): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#read(false, signal);
        this.#resumption.check();
        return;
      } catch (error) {
        if (!(error instanceof ResumeError)) throw error;
        if (attempt < patience.attempts && !error.isFinal) await delay(patience.pause, undefined, { signal });
        else this.#giveUp();
      }
    }
  }

  #giveUp(): void {
    this.#problem = maybeMissing();
    this.#resumption.restart(this.#from.at);
  }

  #write(stream: 'stdout' | 'stderr', bytes: Uint8Array): Promise<void> | undefined {
    this.#lastAt = Date.now();
    return stream === 'stderr' ? this.#errors.write(bytes) : this.#task.logger.stdout.write(bytes);
  }

  async #read(follow: boolean, signal: AbortSignal): Promise<void> {
    const response = await this.#engine.containers.logs(this.#id, this.#resumption.since, follow, signal);
    const messages = new LogMessages();
    this.#resumption.begin();
    for await (const chunk of response) {
      if (follow) this.#followed += (chunk as Uint8Array).length;
      const writes: Promise<void>[] = [];
      for (const message of messages.read(chunk as Uint8Array)) {
        for (const bytes of this.#resumption.take(message)) {
          const write = this.#write(message.stream, bytes);
          if (write) writes.push(write);
        }
      }
      await Promise.all(writes);
      signal.throwIfAborted();
    }
  }
}

/** How many ms the engine's clock is ahead of ours, from the date of its answer; 0 where that does not tell. */
function aheadOfUs(date: string | undefined): number {
  const ahead = Date.parse(date ?? '') - Date.now();
  return Math.abs(ahead) > 2000 ? ahead : 0; // The date has no fractions.
}

function said(error: unknown): string {
  return error instanceof DemuxError ? error.message : l10n.t('the connection to the engine was lost');
}

function maybeMissing(): string {
  return l10n.t('Some of its output may be missing.');
}
