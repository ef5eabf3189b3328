import type { MappedPath } from '../core/container-paths.ts';
import type { Job } from '../core/plan/job.ts';
import type { MatcherRegistry } from '../core/problem-matcher/matcher-registry.ts';
import type { Driver } from '../driver/driver.ts';
import type { Consent } from './consent.ts';
import type { PlanOfRun } from './history/history.ts';
import type { Host } from './host-files.ts';
import type { Launcher, RunView } from './launcher.ts';
import type { WatchEvents } from './problem-watch.ts';
import type { Run, TaskRunner, TaskSpec } from './task-runner.ts';

/** Where the jobs of a plan run, and what they may do there. */
export interface JobContext {
  readonly runner: TaskRunner;
  readonly launcher: Launcher;
  readonly loadDriver: () => Promise<Driver>;
  readonly host: Host;
  readonly consent: Consent;
  /** The answers that are secret. */
  readonly secrets: readonly string[];
  /** Keeps which jobs are up to date. */
  readonly stateFolder: string;
  /** Whether also those run that are. */
  readonly withoutCache: boolean;
  /** The tasks file, from the workspace folder. */
  readonly path: string;
  /** Tells a job from all others, run after run. */
  readonly keyOf: (job: Job) => string;
  /** The problem matchers that have names. */
  readonly matchers: MatcherRegistry;
  readonly views: JobViews;
  /** What a person started; absent: each run stands for itself. */
  readonly plan?: PlanOfRun;
  /** Is told each run that is started. */
  readonly onRun?: (run: Run) => void;
}

/** Where the output of a job is shown. */
export interface JobView extends RunView {
  /** Resolves with the task as it runs here: in a terminal that it is typed into, perhaps. */
  adapt?(spec: TaskSpec): Promise<TaskSpec>;
  /** Is told which run it shows. */
  attach?(run: Run): void;
  /** Takes the problems in the output of the run that begins now. */
  problems?(paths: ContainerPaths): Pick<WatchEvents, 'onProblem' | 'onBegin'>;
}

/** What paths in the output of a container are about. */
export interface ContainerPaths {
  readonly mapped: readonly MappedPath[];
  /** The folder in the container that the task runs in; '' where nobody knows it. */
  readonly folder: string;
}

/** Where the output of jobs and of their services is shown. */
export interface JobViews {
  job(job: Job): JobView;
  service(job: Job, name: string): RunView;
  /** Shows a line on a job that does not run, or not now. */
  tell(job: Job, line: string): void;
}
