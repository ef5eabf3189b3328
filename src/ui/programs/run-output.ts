import * as vscode from 'vscode';

import type { ContainerRun, OutputPart, OutputRange, TaskRun } from '../../api.ts';
import { codeOf } from '../../core/thrown.ts';
import type { History, PastRun } from '../../runner/history/history.ts';
import type { Launcher, WrittenLog } from '../../runner/launcher.ts';
import { followLog, readLog } from '../../runner/read-log.ts';
import type { Run } from '../../runner/task-runner.ts';
import { ProgramError } from './program-error.ts';
import type { RunRegistry } from './run-registry.ts';

/** What the containers of runs have printed, out of their logs. */
export class RunOutput {
  readonly #registry: RunRegistry;
  readonly #launcher: Launcher;
  readonly #history: History;

  constructor(registry: RunRegistry, launcher: Launcher, history: History) {
    this.#registry = registry;
    this.#launcher = launcher;
    this.#history = history;
  }

  /** @param id of a container, or of a run. @throws {ProgramError} there is none, or its log was removed. */
  async read(id: string, { from, length = 64 * 1024 }: OutputRange = {}): Promise<OutputPart> {
    const [log] = this.#registry.find(id)
      ? this.#logsOf(this.#registry.container(id))
      : await this.#demandPast(id);
    if (!log) return { text: '', from: 0, to: 0, size: 0 };
    const start = from === undefined ? undefined : Math.trunc(from) || 0;
    const most = Math.min(Math.max(8, Math.trunc(length) || 0), longest);
    return readLog(log.path, start, most, log.isWritten()).catch((error: unknown) => {
      throw unreadable(error, id);
    });
  }

  /** All of it, as it comes: of a run, that of the containers of its own task. @throws as {@link read}. */
  async *follow(id: string, token?: vscode.CancellationToken): AsyncGenerator<string, void, undefined> {
    const abort = new AbortController();
    const subscription = token?.onCancellationRequested(() => {
      abort.abort();
    });
    if (token?.isCancellationRequested) abort.abort();
    try {
      for await (const { path, isWritten } of this.#logs(id, abort.signal))
        yield* followLog(path, isWritten, abort.signal);
    } catch (error) {
      throw unreadable(error, id);
    } finally {
      subscription?.dispose();
    }
  }

  /** Of the container of this id; or one after the other of the run's own task: of each attempt, of each combination. */
  async *#logs(id: string, signal: AbortSignal): AsyncGenerator<WrittenLog, void, undefined> {
    const run = this.#registry.find(id);
    if (!run || id !== run.id) {
      yield* run ? this.#logsOf(this.#registry.container(id)) : (await this.#demandPast(id)).toReversed();
      return;
    }
    for (let index = 0; !signal.aborted;) {
      const isOver = run.outcome !== undefined;
      const next = ownContainers(run)[index];
      if (next) {
        index++;
        yield* this.#logsOf(this.#registry.container(next.id));
      } else if (isOver) return;
      else await this.#change(run, signal);
    }
  }

  /** Resolves when something of a run has changed, or nobody waits for it any more. */
  async #change(run: TaskRun, signal: AbortSignal): Promise<void> {
    const changed = Promise.withResolvers<undefined>();
    const done = (): void => {
      changed.resolve(undefined);
    };
    const subscription = this.#registry.onDidChange((each) => {
      if (each === run) done();
    });
    signal.addEventListener('abort', done, { once: true });
    await Promise.race([run.ended, changed.promise]);
    signal.removeEventListener('abort', done);
    subscription.dispose();
  }

  #logsOf(run: Run | undefined): readonly WrittenLog[] {
    const log = run && this.#launcher.logOf(run);
    return log ? [log] : [];
  }

  /** Of a container or a run that this window does not know any more, or never knew; newest first. */
  async #demandPast(id: string): Promise<readonly WrittenLog[]> {
    const found = pastRuns(id, await this.#history.read());
    if (found.length === 0) throw new ProgramError('unknownRun', vscode.l10n.t('There is no run "{0}".', id));
    return found.map(({ logPath }) => ({ path: logPath, isWritten: () => false }));
  }
}

/** The container of this id, or those of the own task of the run of this id. */
function pastRuns(id: string, runs: readonly PastRun[]): readonly PastRun[] {
  const container = runs.find((run) => run.id === id);
  if (container) return [container];
  const ofPlan = runs.filter(({ plan }) => plan.id === id);
  const own = ofPlan.filter(({ spec, plan }) => isOwn(spec.label, plan.label));
  return own.length > 0 ? own : ofPlan.slice(0, 1);
}

/** Those of the task that was started, whose combinations are called after it. */
function ownContainers({ label, containers }: TaskRun): readonly ContainerRun[] {
  return containers.filter((each) => isOwn(each.label, label));
}

function isOwn(label: string, task: string): boolean {
  return label === task || label.startsWith(`${task} (`);
}

/** In bytes. */
const longest = 1024 * 1024;

function unreadable(error: unknown, id: string): unknown {
  if (codeOf(error) !== 'ENOENT') return error;
  return new ProgramError('noOutput', vscode.l10n.t('The log of the run "{0}" was removed.', id));
}
