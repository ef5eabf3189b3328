import * as l10n from '@vscode/l10n';
import type { ContainerTask, Progress } from '../core/container-task.ts';
import { describeResult } from '../core/report.ts';
import type { RunError, RunResult } from '../core/run-result.ts';
import { serviceFailure } from '../core/service-failure.ts';
import type { ServiceEnd } from '../core/service-failure.ts';
import { messageOf } from '../core/thrown.ts';
import type { Cookie, Driver, Health } from '../driver/driver.ts';
import { maskRun } from './mask-run.ts';
import type { RunMask } from './mask-run.ts';
import { runTask } from './run-task.ts';
import type { ServiceLog } from './service-log.ts';
import type { TaskSpec } from './task-runner.ts';

/** A service that is ready to be started. */
export interface ServiceSpec {
  /** The host by which it is reached. */
  readonly name: string;
  /** With the secrets of its task too, which may tell them to it. */
  readonly spec: TaskSpec;
}

/** What a service gets of the run that needs it. */
export interface ServiceContext {
  readonly driver: Driver;
  /** Unique on the engine: `[a-z0-9-]+`. */
  readonly id: string;
  readonly network: string;
  /** Removes its container at once. */
  readonly kill: AbortSignal;
  readonly openLog: (service: ServiceSpec) => Promise<ServiceLog>;
  readonly writeProgress: (progress: Progress) => void;
}

/** A service from its image to its end. */
export class RunningService {
  readonly name: string;
  readonly #spec: TaskSpec;
  readonly #context: ServiceContext;
  readonly #stopping = new AbortController();
  readonly #ready = Promise.withResolvers<undefined>();
  readonly #failed = Promise.withResolvers<RunError>();
  readonly #ended: Promise<void>;
  #isReady = false;

  constructor({ name, spec }: ServiceSpec, context: ServiceContext) {
    this.name = name;
    this.#spec = spec;
    this.#context = context;
    this.#ended = this.#runLogged();
  }

  /** Resolves when it is healthy, or runs where it has no health check. Never rejects. */
  get ready(): Promise<unknown> {
    return this.#ready.promise;
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  /** Resolves when it ends or becomes unhealthy before it is stopped. Never rejects. */
  get failed(): Promise<RunError> {
    return this.#failed.promise;
  }

  /** Asks it to stop, and resolves when its container is gone. Never rejects. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#ended;
  }

  async #runLogged(): Promise<void> {
    let log;
    try {
      log = await this.#context.openLog({ name: this.name, spec: this.#spec });
    } catch (error) {
      this.#failed.resolve(noLog(this.name, error));
      return;
    }
    const line = await this.#run(log, maskRun(this.#spec.secrets, log.logger));
    await log.close(line).catch(() => undefined); // There is nobody left to tell.
  }

  /** Resolves with a line that tells how it ended. */
  async #run(log: ServiceLog, mask: RunMask): Promise<string> {
    const startedAt = Date.now();
    const { signal: cancel } = this.#stopping;
    const task = this.#task(mask);
    const fail = (end: ServiceEnd): void => {
      this.#fail(end, log, mask);
    };
    const prepare = async (): Promise<Cookie> =>
      this.#watched(await this.#context.driver.prepare(task, cancel), fail);
    const { signal: leave } = new AbortController();
    const signals = { cancel, kill: this.#context.kill, leave };
    // A service is never left: its run is not.
    const result = mask.result((await runTask(prepare, task, signals, () => undefined)) ?? neverLeft());
    await mask.end();
    if (cancel.aborted && result.status === 'cancelled') return l10n.t('{0}: stopped.', this.name);
    fail({ kind: 'ended', result });
    return describeResult(this.name, result, Date.now() - startedAt);
  }

  #task(mask: RunMask): ContainerTask {
    const { id, network, writeProgress } = this.#context;
    return {
      ...this.#spec,
      ...{ id, network, logger: mask.logger },
      networkAliases: [this.name],
      writeProgress: (progress) => {
        writeProgress(mask.progress(progress));
      },
      writeStat: () => undefined,
    };
  }

  /** The same, but the service's health is followed from its start on. */
  #watched(cookie: Cookie, fail: (end: ServiceEnd) => void): Cookie {
    return {
      handle: undefined,
      imageId: cookie.imageId,
      detach: () => {
        cookie.detach();
      },
      run: async (signal) => {
        const running = await cookie.run(signal);
        void this.#follow(running.health(this.#stopping.signal), fail); // It never rejects.
        return running;
      },
      [Symbol.asyncDispose]: () => cookie[Symbol.asyncDispose](),
    };
  }

  async #follow(changes: AsyncIterable<Health>, fail: (end: ServiceEnd) => void): Promise<void> {
    for await (const health of changes) {
      if (health.status === 'unhealthy') fail({ kind: 'unhealthy', output: health.output });
      if (health.status !== 'healthy') continue;
      this.#isReady = true;
      this.#ready.resolve(undefined);
    }
  }

  /** What its health check printed was not masked before. */
  #fail(end: ServiceEnd, { tail }: ServiceLog, mask: RunMask): void {
    if (this.#stopping.signal.aborted) return;
    const error = serviceFailure(this.name, end, this.#isReady, tail);
    this.#failed.resolve(mask.result({ status: 'error', error }).error ?? error);
  }
}

function neverLeft(): RunResult {
  return { status: 'cancelled', error: { message: l10n.t('It was left.') } };
}

function noLog(name: string, error: unknown): RunError {
  return {
    message: l10n.t('The log of the service "{0}" could not be opened: {1}.', name, messageOf(error)),
    advice: l10n.t('Free space on the disk of VS Code.'),
  };
}
