import type { CancellationToken, Event, Uri } from 'vscode';

/**
 * What another extension can do with container tasks. This file has types alone: copy it into your extension (each release has
 * it as `dist/api.d.ts`), and see docs/api.md for an example.
 *
 * ```ts
 * const extension = vscode.extensions.getExtension<ContainerTasksExports>('container-tasks.container-tasks');
 * const api = await (await extension?.activate())?.getApi(1);
 * ```
 */
export interface ContainerTasksExports {
  /**
   * The interface of a version. A version keeps what it has: it gets more members, and those that are there keep their meaning.
   *
   * @throws Error where there is no such version, with those that there are.
   */
  getApi(version: 1): Promise<ContainerTasksApi>;
}

/**
 * Version 1. Whatever is done through it is done as if a person did it in the window: tasks run in a trusted workspace alone,
 * and what a task needs to be allowed or asked, its person is asked. Every promise that rejects does so with a
 * {@link ContainerTasksError}.
 */
export interface ContainerTasksApi {
  readonly version: 1;
  /** All tasks of the workspace's tasks files, in their order; those too that cannot run, and why. */
  listTasks(): Promise<readonly TaskInfo[]>;
  /** What runs now in this window, oldest first, whoever has started it. */
  readonly activeRuns: readonly TaskRun[];
  /** A run that goes on, or is one of the last hundred that have ended in this window, by its id or that of one of its containers. */
  findRun(id: string): TaskRun | undefined;
  /**
   * Starts a task with all that it depends on, and shows it as if a person had. Resolves when it has begun, after all questions:
   * await {@link TaskRun.ended} for its end.
   *
   * @param task its label, or its label and the file that has it, where several have one of that name
   */
  run(task: string | TaskReference, options?: RunOptions): Promise<TaskRun>;
  /** A run has begun, whoever has started it. */
  readonly onDidStartRun: Event<TaskRun>;
  /** Something of a run has changed: a container of it began, ended, or is in another phase; or it was asked to stop. */
  readonly onDidChangeRun: Event<TaskRun>;
  /** A run has ended; {@link TaskRun.outcome} says how. */
  readonly onDidEndRun: Event<TaskRun>;
  /**
   * A part of what a container of a run has printed so far: both streams as they came, with colours, without secrets. It is read
   * from the run's log, which has all of it, and stays when the run has ended, as long as the history of the workspace has it.
   *
   * @param id of a container; or of a run, which stands for the last container of its own task, or else the last one of all
   */
  readOutput(id: string, range?: OutputRange): Promise<OutputPart>;
  /**
   * All that a container prints, from its beginning to its end. It is read as fast as you take it and waits in the log until then,
   * so that slow readers cost no memory. Ends early where the loop is left or the token is cancelled.
   *
   * @param id of a container; or of a run, which stands for the containers of its own task, one after the other (of each
   *   attempt, of each combination of a matrix), waiting for those that have not begun
   */
  followOutput(id: string, token?: CancellationToken): AsyncIterable<string>;
}

/** Says which task is meant. */
export interface TaskReference {
  readonly label: string;
  /** The tasks file that has it. */
  readonly file?: Uri;
}

/** A task of a tasks file. */
export interface TaskInfo extends TaskReference {
  readonly file: Uri;
  readonly detail: string | undefined;
  readonly group: { readonly kind: string; readonly isDefault: boolean } | undefined;
  /** As it is written, variables not replaced; '' where one is built, or the task only stands for those that it depends on. */
  readonly image: string;
  /** The labels of the tasks that have to succeed before it. */
  readonly dependsOn: readonly string[];
  /** Whether it goes on until it is stopped. */
  readonly isBackground: boolean;
  /** Whether it is left out where a person chooses a task. It can run all the same. */
  readonly isHidden: boolean;
  /** Why it cannot run, one sentence for each mistake; empty: it can. */
  readonly problems: readonly string[];
}

/** How a task is run. */
export interface RunOptions {
  /** Whether also those tasks run that are up to date. */
  readonly withoutCache?: boolean;
  /** Cancels the run. */
  readonly token?: CancellationToken;
}

/** One run of a task, with all that it depends on. The object stays the same while the run goes on; what it says is as of now. */
export interface TaskRun {
  /** Tells it from all others. */
  readonly id: string;
  /** Of the task that was started. */
  readonly label: string;
  /** Epoch ms. */
  readonly startedAt: number;
  /** `ready`: it is a background task that does what it is for. */
  readonly state: 'running' | 'ready' | 'stopping' | 'ended';
  /** The containers so far: of the task, of what it depends on, of each attempt; in order of their start. */
  readonly containers: readonly ContainerRun[];
  /** Undefined while it goes on. */
  readonly outcome: Outcome | undefined;
  /** Resolves when all of it has ended, well or not; never rejects. */
  readonly ended: Promise<Outcome>;
  /** Asks it to stop; called again, removes its containers at once. */
  cancel(): void;
}

/** One container of a run. */
export interface ContainerRun {
  /** Unique on the engine: its container is called after it. */
  readonly id: string;
  /** Of its task; in a matrix with its values: `test (node: 24)`. */
  readonly label: string;
  readonly image: string;
  /** Epoch ms. */
  readonly startedAt: number;
  /** Epoch ms; undefined while it runs. */
  readonly endedAt: number | undefined;
  /** What it is busy with until it has ended. */
  readonly phase: 'waiting' | 'pulling' | 'building' | 'creating' | 'copying' | 'running' | 'ended';
  /** Undefined while it runs. */
  readonly outcome: Outcome | undefined;
}

/** How something ended. */
export interface Outcome {
  /** `upToDate`: nothing that it reads has changed, so that it did not run; `skipped`: nor did it, as something else failed. */
  readonly status:
    'success' | 'upToDate' | 'stopped' | 'skipped' | 'error' | 'timeout' | 'killed' | 'cancelled';
  /** Whether what needs it may go on. */
  readonly isSuccess: boolean;
  /** Of its main process; undefined where that never ran, or nobody knows. */
  readonly exitCode: number | undefined;
  /** Why it did not succeed, and what went wrong besides; whole sentences, or ''. */
  readonly message: string;
  /** What to do about it: one sentence, or ''. */
  readonly advice: string;
}

/** Which part of an output is wanted. */
export interface OutputRange {
  /** In bytes from the beginning; left out: the end of what there is. */
  readonly from?: number;
  /** In bytes, 1 to 1,048,576. Default: 65,536. */
  readonly length?: number;
}

/** A part of an output. */
export interface OutputPart {
  readonly text: string;
  /** Where it begins and ends, in bytes of the whole; no character is cut. To go on, read `from` where it ends. */
  readonly from: number;
  readonly to: number;
  /** How much there is so far, in bytes. */
  readonly size: number;
}

/** Why something was not done. Its message is for a person: what is wrong, where, and what to do. */
export interface ContainerTasksError extends Error {
  readonly code:
    /** The workspace is not trusted. */
    | 'untrusted'
    | 'unknownTask'
    /** The tasks file has mistakes that keep the task from running. */
    | 'mistakes'
    /** Its person, or nobody, allowed the task to reach past its workspace. */
    | 'refused'
    /** Its person did not answer a question. */
    | 'givenUp'
    /** As many runs of it go on as its `runOptions` allow. */
    | 'alreadyRunning'
    /** Something else is in the way: no engine answers, for instance. */
    | 'prevented'
    | 'unknownRun'
    /** Its log was removed. */
    | 'noOutput';
}
