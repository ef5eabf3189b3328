import type { JobState } from '../core/plan/job-state.ts';
import type { Job } from '../core/plan/job.ts';
import type { JobNode } from '../core/plan/node.ts';
import type { Outcome } from '../core/plan/outcome.ts';
import type { PlannedJob } from '../core/plan/plan.ts';
import { explain } from './run-task.ts';
import type { RunSignals } from './run-task.ts';

/** The two ways to end a job early: ask it to stop, and end it at once. `kill` implies `cancel`. */
export type JobSignals = Pick<RunSignals, 'cancel' | 'kill'>;

/**
 * Runs a job once.
 *
 * @param attempt counts from 1
 * @param onReady is called when a background job does what it is for
 */
export type RunJob = (
  job: Job,
  attempt: number,
  signals: JobSignals,
  onReady: () => void,
) => Promise<Outcome>;

/** A job of a plan that runs: its attempts and what lies between them. */
export class JobRun {
  readonly job: Job;
  readonly #node: JobNode;
  readonly #onChange: (job: Job, state: JobState) => void;
  #state: JobState = { kind: 'waiting' };
  #attempt: Attempt | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** How long the last attempt took, in ms. */
  #milliseconds = 0;

  constructor({ job, node }: PlannedJob, onChange: (job: Job, state: JobState) => void) {
    this.job = job;
    this.#node = node;
    this.#onChange = onChange;
  }

  get state(): JobState {
    return this.#state;
  }

  /** Runs it once and gives its outcome; whatever goes wrong is its outcome. */
  async run(runJob: RunJob, number: number, onReady: () => void): Promise<Outcome> {
    const attempt: Attempt = { cancel: new AbortController(), kill: new AbortController() };
    this.#attempt = attempt;
    const startedAt = Date.now();
    const [isReady, isStopping] = [false, false];
    this.#change({ kind: 'running', ...this.#counted(number), isReady, isStopping, startedAt });
    const outcome = await outcomeOf(() =>
      runJob(this.job, number, { cancel: attempt.cancel.signal, kill: attempt.kill.signal }, () => {
        if (this.#attempt === attempt && this.#becomeReady()) onReady();
      }),
    );
    this.#attempt = undefined;
    this.#milliseconds = Date.now() - startedAt;
    return outcome;
  }

  /** Asks it to stop. */
  cancel(): void {
    this.#attempt?.cancel.abort();
    if (this.#state.kind === 'running') this.#change({ ...this.#state, isStopping: true });
  }

  /** Ends it at once, where it runs. */
  kill(): void {
    this.#attempt?.cancel.abort();
    this.#attempt?.kill.abort();
  }

  /** It is tried again after so many ms, unless it ends before. */
  wait(milliseconds: number, number: number, onOver: () => void): void {
    this.#timer = setTimeout(onOver, Math.min(milliseconds, longestTimer));
    this.#change({ kind: 'retrying', ...this.#counted(number), at: Date.now() + milliseconds });
  }

  /** It has ended for good. */
  end(outcome: Outcome): void {
    clearTimeout(this.#timer);
    this.#change({ kind: 'ended', outcome, milliseconds: this.#milliseconds });
  }

  #becomeReady(): boolean {
    const state = this.#state;
    if (!this.#node.isBackground || state.kind !== 'running' || state.isReady) return false;
    this.#change({ ...state, isReady: true });
    return true;
  }

  #counted(attempt: number): { readonly attempt: number; readonly attempts: number } {
    return { attempt, attempts: this.#node.retry.count + 1 };
  }

  #change(state: JobState): void {
    this.#state = state;
    this.#onChange(this.job, state);
  }
}

/** The longest delay that a timer takes, in ms: about 25 days. A longer one would fire at once. */
const longestTimer = 2 ** 31 - 1;

interface Attempt {
  readonly cancel: AbortController;
  readonly kill: AbortController;
}

async function outcomeOf(run: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await run();
  } catch (error) {
    return { kind: 'ran', result: { status: 'error', error: explain(error) } };
  }
}
