import type * as vscode from 'vscode';

import type { JobView } from '../../runner/job-context.ts';
import { OutputLinks } from './output-links.ts';
import { TaskProblems } from '../problems/task-problems.ts';
import { TerminalLinks } from './terminal-links.ts';

/** Where output is shown. */
type OutputPlace = { readonly channel: string } | { readonly terminal: string };

/** What is made of the container's paths in the output of tasks: problems, and links. */
export class OutputPaths implements vscode.Disposable {
  readonly #problems = new TaskProblems();
  readonly #links = new OutputLinks();
  readonly #terminalLinks = new TerminalLinks();

  /**
   * Takes the problems of a job's next run.
   *
   * @param key tells the job from all others
   * @param task where the problems stand whose files this machine does not have
   * @param place what shows it: the channel of this name, or the terminal of the job of this label
   */
  of(key: string, task: vscode.Location, place: OutputPlace): Required<JobView>['problems'] {
    return (paths) => {
      if ('channel' in place) this.#links.set(place.channel, { ...paths, task });
      else this.#terminalLinks.set(place.terminal, { ...paths, task });
      return this.#problems.begin(key, { ...paths, task });
    };
  }

  dispose(): void {
    this.#problems.dispose();
    this.#links.dispose();
    this.#terminalLinks.dispose();
  }
}
