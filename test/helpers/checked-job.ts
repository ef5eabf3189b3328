import fs from 'node:fs';
import path from 'node:path';

import { defaultSettings } from '../../src/core/container-task.ts';
import type { TaskSpec } from '../../src/runner/task-runner.ts';
import { checkUpToDate } from '../../src/runner/up-to-date/check-up-to-date.ts';
import type { CheckedJob, Freshness } from '../../src/runner/up-to-date/check-up-to-date.ts';
import { makeTemporaryFolder, removeFolder } from './temporary-folder.ts';

/** A workspace with a job that reads `src` and writes `out`, and what a runner does with it. */
export class JobInWorkspace implements Disposable {
  readonly #top = makeTemporaryFolder();
  readonly folder = path.join(this.#top, 'workspace');
  readonly stateFolder = path.join(this.#top, 'state');
  image = 'sha256:1';
  imageAsked = 0;

  constructor() {
    fs.mkdirSync(this.folder);
  }

  /** @param changes of the job; of its spec apart */
  async check(changes: Partial<CheckedJob> = {}, spec: Partial<TaskSpec> = {}): Promise<Freshness> {
    const job: CheckedJob = {
      id: 'build',
      workspaceFolder: this.folder,
      spec: { ...defaultSettings, label: 'build', image: 'busybox', close: () => Promise.resolve(), ...spec },
      files: ['src', '!src/*.log'],
      output: ['out'],
      stdin: undefined,
      services: [],
      always: false,
      ...changes,
    };
    const imageId = (): Promise<string> => {
      this.imageAsked++;
      return Promise.resolve(this.image);
    };
    return checkUpToDate(job, this.stateFolder, imageId, new AbortController().signal);
  }

  /** Why it would run; '' if it would not. Like every check, this begins a run. */
  async why(changes: Partial<CheckedJob> = {}, spec: Partial<TaskSpec> = {}): Promise<string> {
    const freshness = await this.check(changes, spec);
    return freshness.upToDate ? '' : freshness.why;
  }

  /** Runs it to a success, whether it has to or not. @param run what it does */
  async succeed(
    run: () => void = () => {
      this.write('out/a', 'made');
    },
    changes: Partial<CheckedJob> = {},
    spec: Partial<TaskSpec> = {},
  ): Promise<void> {
    const freshness = await this.check({ always: true, ...changes }, spec);
    if (freshness.upToDate) throw new Error('It was to run always.');
    run();
    await freshness.record(this.image, new AbortController().signal);
  }

  path(name: string): string {
    return path.join(this.folder, name);
  }

  write(name: string, content: string): void {
    fs.mkdirSync(path.dirname(this.path(name)), { recursive: true });
    fs.writeFileSync(this.path(name), content);
  }

  /** Another content of the same size, and the time of the last change as before: as if nobody had touched it. */
  writeSecretly(name: string, content: string): void {
    const { atime, mtime } = fs.statSync(this.path(name));
    fs.writeFileSync(this.path(name), content);
    fs.utimesSync(this.path(name), atime, mtime);
  }

  [Symbol.dispose](): void {
    removeFolder(this.#top);
  }
}
