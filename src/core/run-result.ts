/** How a run ended: the Fn Project's statuses. */
export type Status = 'success' | 'error' | 'timeout' | 'killed' | 'cancelled';

/** What a run may show: a final {@link Status}, or that it has none yet. */
export type RunStatus = Status | 'running';

/** The final state of a run. `error` is there exactly when the status is not `success`. */
export type RunResult =
  | {
      readonly status: 'success';
      readonly exitCode: 0;
      readonly error?: never;
      /** What went wrong besides: one sentence. */
      readonly warning?: string;
    }
  | {
      readonly status: Exclude<Status, 'success'>;
      /** The main process's exit code; absent where it never ran, or nobody knows how it ended. */
      readonly exitCode?: number;
      /** The signal that ended the main process, as far as its exit code tells: `SIGKILL`. */
      readonly signal?: string;
      /** Whether the kernel killed it for lack of memory: the engine says so, or all signs do. Absent: no sign of it. */
      readonly outOfMemory?: 'yes' | 'likely';
      readonly error: RunError;
      readonly warning?: string;
    };

/** Why a run did not succeed, for the person who started it. */
export interface RunError {
  /** One sentence: what happened, with the evidence. */
  readonly message: string;
  /** One sentence: what to do next; absent where there is nothing sensible to say. */
  readonly advice?: string;
  /** Many lines that show it, for whoever sees the output of the run; each ends with a line break. */
  readonly details?: string;
  /** Where the advice is followed, as far as the evidence tells. */
  readonly remedy?: Remedy;
}

/** Where a person mends what made a run fail. */
export type Remedy =
  | {
      readonly in: 'file';
      /** The path of the field in its task, or in the service that is named; absent: all of it. */
      readonly field?: RemedyField;
      /** What the text of the field's part at fault has in it: an item of a list, the program of a command. */
      readonly value?: string;
      readonly service?: string;
    }
  | { readonly in: 'settings'; readonly setting: 'docker' | 'pullTimeout' | 'pullIdleTimeout' };

/** A field of a task that may have to be changed. `command` stands for a script and its shell as well. */
export type RemedyField =
  | 'image'
  | 'build'
  | 'build.target'
  | 'platform'
  | 'pull'
  | 'command'
  | 'entrypoint'
  | 'cwd'
  | 'user'
  | 'init'
  | 'envFile'
  | 'mounts'
  | 'workspace'
  | 'network'
  | 'ports'
  | 'extraHosts'
  | 'privileged'
  | 'capAdd'
  | 'securityOpt'
  | 'healthcheck'
  | 'timeout'
  | 'stop.signal'
  | 'resources.cpus'
  | 'resources.memory'
  | 'resources.pids'
  | 'resources.shmSize'
  | 'resources.ulimits'
  | 'resources.gpus';
