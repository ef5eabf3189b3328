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
}
