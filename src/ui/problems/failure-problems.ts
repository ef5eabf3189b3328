import * as vscode from 'vscode';

import type { JobState } from '../../core/plan/job-state.ts';
import type { Job } from '../../core/plan/job.ts';
import { explainError } from '../../core/report.ts';
import type { Remedy } from '../../core/run-result.ts';
import type { PlanRun } from '../../runner/run-plan.ts';
import { isFailure } from '../run/failures.ts';
import { findPlace } from '../tasks-file/remedy-place.ts';
import { jobKey } from '../tasks-file/workspace-tasks.ts';
import type { WorkspaceTask, WorkspaceTasksFile } from '../tasks-file/workspace-tasks.ts';

/** How long nothing has to be typed until the places are looked for anew, in ms. */
const pause = 300;

type FileOf = Pick<WorkspaceTasksFile, 'folder' | 'uri'>;

/** A job that has failed, and what its file says where it is to be changed. */
interface MarkedFailure {
  readonly file: FileOf;
  readonly label: string;
  readonly message: string;
  readonly remedy: Remedy;
  readonly text: string;
}

/**
 * Marks in the Problems panel what of a tasks file has made a task fail, until the task begins to run again, that part of the
 * file is changed, or the file is closed or gone. They are warnings: nothing is wrong with the file as such.
 */
export class FailureProblems implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('container-tasks: failures');
  /** By the jobs' keys. */
  readonly #failures = new Map<string, MarkedFailure>();
  /** Of the files with failures, by their URIs. */
  readonly #watchers = new Map<string, vscode.Disposable>();
  readonly #subscriptions: readonly { dispose(): void }[];
  #timer: NodeJS.Timeout | undefined;

  constructor() {
    this.#subscriptions = [
      this.#collection,
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        this.#lookLater(document.uri);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.#forgetFile(uri);
      }),
    ];
  }

  /** Marks what of its jobs fails, also before this was called. */
  follow({ file }: WorkspaceTask, run: PlanRun): void {
    const look = (job: Job, state: JobState | undefined): void => {
      const key = jobKey(file.folder, job.id);
      if (state?.kind === 'running') void this.#forget(key);
      if (state?.kind === 'ended') void this.#tell(file, key, job, state);
    };
    for (const { job } of run.plan.jobs) look(job, run.states.get(job.id));
    const subscription = run.onDidChange(look);
    void run.ended.then(() => {
      subscription.dispose();
    });
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const each of [...this.#subscriptions, ...this.#watchers.values()]) each.dispose();
  }

  async #tell(
    { folder, uri }: FileOf,
    key: string,
    job: Job,
    { outcome }: Extract<JobState, { kind: 'ended' }>,
  ): Promise<void> {
    if (outcome.kind !== 'ran' || !isFailure(outcome.result)) return;
    const { error } = outcome.result;
    if (error?.remedy === undefined) return;
    const place = await findPlace({ folder, uri }, job.label, error.remedy);
    if (!place) return;
    const message = `${job.id}: ${explainError(error)}`;
    const { label } = job;
    this.#failures.set(key, {
      file: { folder, uri },
      label,
      message,
      remedy: error.remedy,
      text: place.text,
    });
    this.#watch(uri);
    await this.#show(uri);
  }

  /** Another program may change or remove the file. */
  #watch(uri: vscode.Uri): void {
    if (this.#watchers.has(uri.toString())) return;
    const pattern = new vscode.RelativePattern(
      vscode.Uri.joinPath(uri, '..'),
      uri.path.split('/').at(-1) ?? '',
    );
    const watcher = vscode.workspace.createFileSystemWatcher(pattern, true);
    const changed = watcher.onDidChange(() => {
      this.#lookLater(uri);
    });
    const gone = watcher.onDidDelete(() => {
      this.#forgetFile(uri);
    });
    this.#watchers.set(uri.toString(), vscode.Disposable.from(watcher, changed, gone));
  }

  #lookLater(uri: vscode.Uri): void {
    if (!this.#watchers.has(uri.toString())) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      void this.#show(uri);
    }, pause);
  }

  /** Finds where the failures of a file stand now, and forgets those whose place was changed. It never rejects. */
  async #show(uri: vscode.Uri): Promise<void> {
    const diagnostics: vscode.Diagnostic[] = [];
    for (const [key, failure] of this.#of(uri)) {
      const { file, label, remedy, text, message } = failure;
      const place = await findPlace(file, label, remedy);
      // It may have run again meanwhile.
      if (this.#failures.get(key) !== failure) continue;
      if (place?.text !== text) {
        this.#failures.delete(key);
        continue;
      }
      const severity = vscode.DiagnosticSeverity.Warning;
      const diagnostic = new vscode.Diagnostic(place.location.range, message, severity);
      diagnostic.source = 'Container Tasks';
      diagnostics.push(diagnostic);
    }
    if (diagnostics.length === 0) this.#forgetFile(uri);
    else this.#collection.set(uri, diagnostics);
  }

  async #forget(key: string): Promise<void> {
    const failure = this.#failures.get(key);
    if (!failure) return;
    this.#failures.delete(key);
    await this.#show(failure.file.uri);
  }

  #forgetFile(uri: vscode.Uri): void {
    for (const [key] of this.#of(uri)) this.#failures.delete(key);
    this.#collection.delete(uri);
    this.#watchers.get(uri.toString())?.dispose();
    this.#watchers.delete(uri.toString());
  }

  #of(uri: vscode.Uri): [string, MarkedFailure][] {
    return [...this.#failures].filter(([, { file }]) => file.uri.toString() === uri.toString());
  }
}
