import { homedir } from 'node:os';
import { basename, join } from 'node:path';

import { describeResult, describeTask } from '../core/report.ts';
import { resolve } from '../core/tasks-file/resolve.ts';
import { RunLog } from '../runner/run-log.ts';
import type { Run, TaskRunner, TaskSpec } from '../runner/task-runner.ts';
import { toTaskSpec } from '../runner/to-task-spec.ts';
import { mistakeAt } from './mistakes.ts';
import type { Mistake } from './mistakes.ts';
import { taskKey } from './workspace-tasks.ts';
import type { WorkspaceTask } from './workspace-tasks.ts';

/** Where the output of a run is shown. */
export interface RunView {
  /** What runs, and the file that gets the whole output. */
  begin(headline: string, logPath: string): void;
  /** The next output, as the container wrote it. */
  add(text: string): void;
  /** How it ended: one line. */
  end(line: string): void;
}

/** Starts tasks of the workspace. */
export class Launcher {
  readonly #runner: TaskRunner;
  readonly #logFolder: string;

  /** @param logFolder gets a file for each run */
  constructor(runner: TaskRunner, logFolder: string) {
    this.#runner = runner;
    this.#logFolder = logFolder;
  }

  /** Starts a task and shows its output, to the line that closes it, in the view. */
  async launch(task: WorkspaceTask, view: RunView): Promise<Run | Mistake> {
    const spec = await specify(task);
    if ('message' in spec) return spec;
    const time = new Date().toISOString().replaceAll(':', '.');
    const path = join(this.#logFolder, `${time}-${process.pid}.log`);
    const log = await RunLog.create(path, (text) => {
      view.add(text);
    });
    view.begin(describeTask(spec), log.path);
    const run = this.#runner.start(taskKey(task), spec, log.logger);
    void run.ended.then(async (result) => {
      await log[Symbol.asyncDispose]();
      view.end(describeResult(spec.label, result, (run.endedAt ?? Date.now()) - run.startedAt));
    });
    return run;
  }
}

async function specify(task: WorkspaceTask): Promise<TaskSpec | Mistake> {
  const { file, entry } = task;
  const workspaceFolder = file.folder.uri.fsPath;
  const resolved = resolve(entry, {
    workspaceFolder,
    workspaceFolderBasename: basename(workspaceFolder),
    userHome: homedir(),
    env: (name) => process.env[name],
  });
  if ('problems' in resolved) {
    const [first] = resolved.problems;
    return mistakeAt(file, first?.message ?? 'The task has a mistake.', first?.offset ?? entry.offset);
  }
  const spec = await toTaskSpec(resolved.definition, { workspaceFolder, env: process.env });
  if (!('problems' in spec)) return spec;
  return mistakeAt(file, spec.problems.map(({ message }) => message).join(' '), entry.offset);
}
