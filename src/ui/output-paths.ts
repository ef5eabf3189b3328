import type * as vscode from 'vscode';

import type { JobView } from '../runner/job-context.ts';
import { OutputLinks } from './output-links.ts';
import { TaskProblems } from './task-problems.ts';

/** What is made of the container's paths in the output of tasks: problems, and links in channels. */
export class OutputPaths implements vscode.Disposable {
  readonly #problems = new TaskProblems();
  readonly #links = new OutputLinks();

  /**
   * Takes the problems of a job's next run.
   *
   * @param key tells the job from all others
   * @param task where the problems stand whose files this machine does not have
   * @param channel the name of the one that shows it; undefined: none does
   */
  of(key: string, task: vscode.Location, channel: string | undefined): Required<JobView>['problems'] {
    return (paths) => {
      if (channel !== undefined) this.#links.set(channel, { ...paths, task });
      return this.#problems.begin(key, { ...paths, task });
    };
  }

  dispose(): void {
    this.#problems.dispose();
    this.#links.dispose();
  }
}
