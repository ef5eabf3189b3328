import type { Job } from './job.ts';
import type { JobNode } from './node.ts';

/** What is to run: a task and all that it depends on. */
export interface Plan {
  /** The id of the job that was asked for. */
  readonly root: string;
  /** What a job needs comes before it. */
  readonly jobs: readonly PlannedJob[];
}

/** A job, and what a schedule knows of it under the same id. */
export interface PlannedJob {
  readonly job: Job;
  readonly node: JobNode;
}
