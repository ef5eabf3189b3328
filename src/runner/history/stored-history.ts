import { watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { Samples } from '../../core/protocol.ts';
import type { Run } from '../task-runner.ts';
import { entryFolder, entryNames, readEntry, readSamples, removeEntry, writeEntry } from './entry-files.ts';
import type { History, PastRun } from './history.ts';
import { pruneHistory } from './prune-history.ts';

/** How long it waits for more when another window has changed something, in ms. */
const pause = 200;

/**
 * A history in a folder, which windows of the same workspace share without knowing of each other: each run has files of its
 * own, which are written once. The folder is read when somebody asks for the runs, and watched from then on.
 */
export class StoredHistory implements History, Disposable {
  readonly #folder: string;
  readonly #limit: () => number;
  readonly #listeners = new Set<() => void>();
  /** By the names of their logs; of one that cannot be read, that it was looked at. */
  #known: ReadonlyMap<string, PastRun | undefined> = new Map();
  #runs: readonly PastRun[] = [];
  #first: Promise<unknown> | undefined;
  #reading: Promise<void> = Promise.resolve();
  #watcher: FSWatcher | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isDisposed = false;

  /**
   * @param folder that of the logs
   * @param limit how many runs are kept, at least 1; asked each time
   */
  constructor(folder: string, limit: () => number) {
    this.#folder = folder;
    this.#limit = limit;
  }

  get runs(): readonly PastRun[] {
    void this.read(); // It never rejects.
    return this.#runs;
  }

  async read(): Promise<readonly PastRun[]> {
    this.#first ??= this.#begin();
    await this.#first;
    return this.#runs;
  }

  onDidChange(listener: () => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  samples({ logPath }: PastRun): Promise<Samples> {
    return readSamples(logPath);
  }

  async remove(runs: readonly PastRun[]): Promise<void> {
    await Promise.all(runs.map(({ logPath }) => removeEntry(logPath).catch(() => undefined)));
    await this.#refresh();
  }

  /**
   * Keeps a run that has ended, and removes the oldest past the limit. Never rejects: on a full disk it is not kept.
   *
   * @param inUse the paths of the logs that are written now, which stay
   */
  async add(run: Run, logPath: string, inUse: ReadonlySet<string>): Promise<void> {
    if (!run.result) return;
    await writeEntry(run, run.result, logPath).catch(() => undefined);
    await pruneHistory(this.#folder, Math.max(1, this.#limit()), inUse);
    if (this.#first) await this.#refresh();
  }

  [Symbol.dispose](): void {
    this.#isDisposed = true;
    this.#watcher?.close();
    clearTimeout(this.#timer);
    this.#listeners.clear();
  }

  async #begin(): Promise<void> {
    await this.#watch().catch(() => undefined); // Where there are too many watches, this window still knows its own.
    await this.#refresh();
  }

  async #watch(): Promise<void> {
    const folder = entryFolder(this.#folder);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if (this.#isDisposed) return;
    this.#watcher = watch(folder, { persistent: false }, () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.#refresh(), pause);
    });
    this.#watcher.on('error', () => this.#watcher?.close());
  }

  /** One after the other, so that the last one has seen everything. */
  async #refresh(): Promise<void> {
    this.#reading = this.#reading.then(() => this.#readFolder());
    await this.#reading;
  }

  async #readFolder(): Promise<void> {
    const names = await entryNames(this.#folder);
    const known = this.#known;
    const isSame = names.length === known.size && names.every((name) => known.has(name));
    if (isSame || this.#isDisposed) return;
    const entries = await Promise.all(
      names.map(async (name) => {
        const entry = known.has(name) ? known.get(name) : await readEntry(join(this.#folder, name));
        return [name, entry] as const;
      }),
    );
    this.#known = new Map(entries);
    this.#runs = [...this.#known.values()]
      .filter((run) => run !== undefined)
      .sort((a, b) => b.startedAt - a.startedAt);
    for (const listener of this.#listeners) listener();
  }
}
