import { join } from 'node:path';

import { describeResult, describeTask } from '../core/report.ts';
import type { Recovered, TaskHandle } from '../driver/driver.ts';
import type { StreamName } from './log-index.ts';
import { keepNewestLogs } from './old-logs.ts';
import { newLogPath, RunLog } from './run-log.ts';
import { readRecords, recordedSpec, removeRecord, writeRecord } from './run-record.ts';
import type { FoundRecord } from './run-record.ts';
import { openServiceLog } from './service-log.ts';
import type { ServiceLog } from './service-log.ts';
import type { Run, StartOptions, TaskRunner, TaskSpec } from './task-runner.ts';

/** Where the output of a run is shown. */
export interface RunView {
  /** What runs, and the file that gets the whole output. */
  begin(headline: string, logPath: string): void;
  /** The next output, as the container wrote it. */
  add(text: string, stream: StreamName): void;
  /** How it ended: one line. */
  end(line: string): void;
}

/** Where the output of a run is shown that has gone on for a while. */
export interface ResumedView extends RunView {
  /** So many bytes of output are not shown here. */
  skip(bytes: number): void;
}

/** A run that was started. */
export interface Launched {
  readonly run: Run;
  /** Resolves when its end is in its log and its view. */
  readonly shown: Promise<void>;
}

/** Keeps runs that have ended, and decides how many of them stay with their logs. Never rejects. */
export interface RunKeeper {
  add(run: Run, logPath: string, inUse: ReadonlySet<string>): Promise<void>;
}

/** The file that has the whole output of a run. */
export interface WrittenLog {
  readonly path: string;
  /** Whether more may be written to it. */
  readonly isWritten: () => boolean;
}

/** Starts runs with a log each, and goes on with those that another process has left. */
export class Launcher implements AsyncDisposable {
  readonly #runner: TaskRunner;
  readonly #logFolder: string;
  readonly #keeper: RunKeeper | undefined;
  readonly #logs = new Set<RunLog>();
  /** What is still to be shown and kept of a run. */
  readonly #shown = new Map<Run, Promise<void>>();
  /** The paths of the logs that are written now, those of services too. */
  readonly #inUse = new Set<string>();
  readonly #logOf = new WeakMap<Run, RunLog>();

  /**
   * @param logFolder gets a file for each run
   * @param keeper without one nothing but the newest logs is kept
   */
  constructor(runner: TaskRunner, logFolder: string, keeper?: RunKeeper) {
    this.#runner = runner;
    this.#logFolder = logFolder;
    this.#keeper = keeper;
  }

  /**
   * Starts a task and shows its output, to the line that closes it, in the view.
   *
   * @param key tells the task from all others, run after run
   * @param options as for {@link TaskRunner.start}
   */
  async launch(
    key: string,
    spec: TaskSpec,
    view: RunView,
    options?: Omit<StartOptions, 'onRunning'>,
  ): Promise<Launched> {
    const show = (text: string, stream: StreamName): void => {
      view.add(text, stream);
    };
    if (!this.#keeper) await keepNewestLogs(this.#logFolder, this.#inUse);
    const log = await RunLog.create(newLogPath(this.#logFolder), show, this.#inUse);
    view.begin(describeTask(spec), log.path);
    return this.#run(log, view, (onRunning) =>
      this.#runner.start(key, spec, log.logger, { ...options, onRunning }),
    );
  }

  /** Opens the log of a service, whose output is shown in the view. */
  openServiceLog(spec: TaskSpec, view: RunView): Promise<ServiceLog> {
    return openServiceLog(join(this.#logFolder, 'services'), spec, view, this.#inUse);
  }

  /** The runs that were left when the window was reloaded, or its extension host was killed. */
  async left(): Promise<readonly FoundRecord[]> {
    return readRecords(this.#logFolder);
  }

  /** Shows the end of a run's output so far, and goes on with it in the view. */
  async resume(record: FoundRecord, container: Recovered, view: ResumedView): Promise<Launched> {
    const path = record.logPath;
    view.begin(describeTask(recordedSpec(record)), path);
    const { log, from } = await RunLog.resume(
      path,
      (text, stream) => {
        view.add(text, stream);
      },
      (bytes) => {
        view.skip(bytes);
      },
    );
    return this.#run(log, view, (onRunning) =>
      this.#runner.resume(record, container, from, log.logger, onRunning),
    );
  }

  /** The log of a run that was launched here. */
  logOf(run: Run): WrittenLog | undefined {
    const log = this.#logOf.get(run);
    return log && { path: log.path, isWritten: () => this.#logs.has(log) };
  }

  /** Waits until the runs that have ended are kept, and closes the logs of those that go on without this process. */
  async [Symbol.asyncDispose](): Promise<void> {
    const ended = [...this.#shown].filter(([run]) => run.result !== undefined);
    await Promise.allSettled(ended.map(([, shown]) => shown));
    await Promise.all([...this.#logs].map((log) => log[Symbol.asyncDispose]()));
  }

  #run(log: RunLog, view: RunView, start: (onRunning: (handle: TaskHandle) => void) => Run): Launched {
    this.#logs.add(log);
    let recorded = Promise.resolve();
    const run = start((handle) => {
      // Without a record it is as if there were no other window: the run ends with this one.
      recorded = writeRecord(log.path, run, handle).catch(() => undefined);
    });
    this.#logOf.set(run, log);
    const shown = run.ended.then(async (result) => {
      const details = result.error?.details;
      if (details !== undefined) await log.logger.stderr.write(Buffer.from(`\n${details}`));
      await log[Symbol.asyncDispose]();
      this.#logs.delete(log);
      await recorded;
      await removeRecord(log.path);
      const line = describeResult(run.spec.label, result, (run.endedAt ?? Date.now()) - run.startedAt);
      view.end(log.problem === undefined ? line : `${line} ${log.problem}`);
      await this.#keeper?.add(run, log.path, this.#inUse);
      this.#shown.delete(run);
    });
    this.#shown.set(run, shown);
    return { run, shown };
  }
}
