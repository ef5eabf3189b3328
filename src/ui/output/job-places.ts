import * as vscode from 'vscode';

import type { Job } from '../../core/plan/job.ts';
import type { Presentation } from '../../core/tasks-file/definition.ts';
import type { JobView, JobViews } from '../../runner/job-context.ts';
import type { RunView } from '../../runner/launcher.ts';
import type { Run } from '../../runner/task-runner.ts';
import { mistakeAt } from '../tasks-file/mistakes.ts';
import type { OutputPaths } from './output-paths.ts';
import { OutputView } from './output-view.ts';
import type { RunTerminal } from './run-terminal.ts';
import type { RunViews, Shown } from './run-views.ts';
import type { TerminalView } from './terminal-view.ts';
import { jobKey } from '../tasks-file/workspace-tasks.ts';
import type { WorkspaceTask } from '../tasks-file/workspace-tasks.ts';

/** The channels and terminals of the jobs of one plan and of their services, which are its own until it is disposed of. */
export class JobPlaces implements JobViews, Disposable {
  readonly #task: WorkspaceTask;
  readonly #views: RunViews;
  readonly #paths: OutputPaths;
  readonly #isElsewhere: boolean;
  readonly #onRun: (job: Job, run: Run) => void;
  readonly #places = new Map<string, Shown<OutputView | TerminalView>>();
  /** The jobs whose output comes. */
  readonly #atWork = new Set<string>();
  #showsFailure = false;

  /**
   * @param isElsewhere whether the task itself is shown in another place, which keeps the panel
   * @param onRun is told each run of a job that is started
   */
  constructor(
    task: WorkspaceTask,
    views: RunViews,
    paths: OutputPaths,
    isElsewhere: boolean,
    onRun: (job: Job, run: Run) => void,
  ) {
    this.#task = task;
    this.#views = views;
    this.#paths = paths;
    this.#isElsewhere = isElsewhere;
    this.#onRun = onRun;
  }

  job(job: Job): JobView {
    const shown = this.#placeOf(job);
    const { view } = shown;
    const shownThere = this.#viewOf(job, view);
    this.#atWork.add(job.id);
    return {
      ...shownThere,
      end: (line) => {
        shownThere.end(line);
        this.#atWork.delete(job.id);
      },
      attach: (run) => {
        shown.use(run);
        if (!(view instanceof OutputView)) view.attach(run);
        this.#onRun(job, run);
      },
    };
  }

  /** A job that is shown in a terminal of VS Code's instead. */
  within(job: Job, terminal: RunTerminal): JobView {
    return {
      ...this.#viewOf(job, terminal),
      attach: (run) => {
        terminal.attach(run);
        this.#onRun(job, run);
      },
    };
  }

  service(job: Job, name: string): RunView {
    const id = `${job.id}\n${name}`;
    const shown =
      this.#places.get(id) ?? this.#views.channel(this.#key(id), vscode.l10n.t('{0} of {1}', name, job.id));
    this.#places.set(id, shown);
    if (shown.view instanceof OutputView) shown.view.present({ reveal: 'never', focus: false, clear: true });
    return shown.view;
  }

  tell(job: Job, line: string): void {
    const { view } = this.#placeOf(job);
    view.tell(line);
    const isInTheWay = this.#atWork.size > 0 || this.#showsFailure;
    if (this.#isRoot(job) && !isInTheWay && job.definition?.presentation.reveal !== 'never') view.show();
  }

  /** Shows what a job that failed has printed, if it has printed anything, rather than what does not run because of it. */
  showFailure(job: Job): void {
    const place = this.#places.get(job.id);
    if (!place || job.definition?.presentation.reveal === 'never') return;
    this.#showsFailure = true;
    place.view.show();
  }

  [Symbol.dispose](): void {
    for (const shown of this.#places.values()) shown[Symbol.dispose]();
  }

  #viewOf(job: Job, view: OutputView | TerminalView | RunTerminal): JobView {
    const { file, entry } = this.#task;
    const own = file.content.tasks.find(({ label }) => label === job.label) ?? entry;
    const place = view instanceof OutputView ? { channel: view.name } : { terminal: job.id };
    const { location } = mistakeAt(file, '', own.labelOffset);
    return {
      begin: (headline, logPath) => {
        view.begin(headline, logPath);
      },
      add: (text) => {
        view.add(text);
      },
      end: (line) => {
        view.end(line);
      },
      adapt: (spec) => Promise.resolve(view instanceof OutputView ? spec : view.adapt(spec)),
      problems: this.#paths.of(this.#key(job.id), location, place),
    };
  }

  #placeOf(job: Job): Shown<OutputView | TerminalView> {
    const known = this.#places.get(job.id);
    const shown = known ?? this.#take(job);
    this.#places.set(job.id, shown);
    if (shown.view instanceof OutputView) shown.view.present(this.#presentationOf(job));
    return shown;
  }

  #take({ id, definition }: Job): Shown<OutputView | TerminalView> {
    if (!definition) return this.#views.channel(this.#key(id), id);
    const { tty, interactive, presentation } = definition;
    const inTerminal = tty || interactive || presentation.output === 'terminal';
    if (!inTerminal) return this.#views.channel(this.#key(id), id);
    return this.#views.terminal(this.#key(id), { ...definition, label: id });
  }

  /** What a task depends on does not take the panel from another that runs. */
  #presentationOf(job: Job): Pick<Presentation, 'reveal' | 'focus' | 'clear'> {
    const { reveal, focus, clear } = (job.definition ?? this.#task.entry).presentation;
    const isFree = this.#atWork.size === 0 && !this.#isElsewhere;
    return this.#isRoot(job) || isFree
      ? { reveal, focus, clear }
      : { reveal: reveal === 'always' ? 'silent' : reveal, focus: false, clear };
  }

  #isRoot({ id }: Job): boolean {
    return id === this.#task.entry.label;
  }

  #key(id: string): string {
    return jobKey(this.#task.file.folder, id);
  }
}
