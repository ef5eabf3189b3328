import { availableParallelism } from 'node:os';

import type { Driver } from '../../driver/driver.ts';
import type { Consent } from '../../runner/consent.ts';
import type { JobViews } from '../../runner/job-context.ts';
import type { Launcher } from '../../runner/launcher.ts';
import type { ActivePlan, PlanRuns } from '../../runner/plan-runs.ts';
import type { NotStarted } from '../../runner/start-plan.ts';
import type { TaskRunner } from '../../runner/task-runner.ts';
import { defaultStateFolder } from '../../runner/up-to-date/state-folder.ts';
import { knownMatchers } from '../problems/known-matchers.ts';
import { readSettings } from '../settings.ts';
import { editorVariables } from './variable-resolver.ts';
import { variablesOf } from './variables.ts';
import { displayPath, jobKey, taskKey } from '../tasks-file/workspace-tasks.ts';
import type { WorkspaceTask } from '../tasks-file/workspace-tasks.ts';

/** Starts a task of the workspace with all that it depends on, or says why it does not run. */
export type StartTask = (
  task: WorkspaceTask,
  views: JobViews,
  options?: StartOptions,
) => Promise<ActivePlan | NotStarted>;

export interface StartOptions {
  /** Whether also those run that are up to date. */
  readonly withoutCache: boolean;
}

/** What the tasks of a window share. */
interface Window {
  readonly plans: PlanRuns;
  readonly runner: TaskRunner;
  readonly launcher: Launcher;
  readonly loadDriver: () => Promise<Driver>;
  readonly consent: Consent;
}

/** Starts tasks as this window does. */
export function startingTasks({ plans, ...shared }: Window): StartTask {
  const recent = new Map<string, string>();
  return async ({ file, entry }, views, options = { withoutCache: false }) => {
    const { folder, uri, content } = file;
    return plans.start(
      taskKey({ file, entry }),
      {
        file: content,
        label: entry.label,
        variables: variablesOf(folder),
        resolver: editorVariables(folder, recent),
      },
      {
        ...shared,
        ...options,
        views,
        matchers: await knownMatchers(),
        host: { workspaceFolder: folder.uri.fsPath, env: process.env },
        path: displayPath(uri, false),
        keyOf: (job) => jobKey(folder, job.id),
        stateFolder: defaultStateFolder(process.env, process.platform),
        limit: readSettings().maxParallel || availableParallelism(),
      },
    );
  };
}
