import { setImmediate as breathe } from 'node:timers/promises';
import * as l10n from '@vscode/l10n';

import { Globs } from '../../core/globs.ts';
import type { Stdin } from '../../core/tasks-file/definition.ts';
import type { TaskSpec } from '../task-runner.ts';
import { differenceOf } from './difference.ts';
import { UnreadableError } from './find-files.ts';
import { JobState } from './job-state.ts';
import type { Success } from './job-state.ts';
import { readInputs, readOutputs } from './job-files.ts';
import { settingsDigest } from './settings-digest.ts';
import type { Entry } from './snapshot.ts';
import { prune, readKey } from './state-folder.ts';

/** A job, as far as it settles whether it has to run. */
export interface CheckedJob {
  /** Tells it from the other jobs of its workspace folder, run after run: its file's name and its own. */
  readonly id: string;
  /** Absolute path. */
  readonly workspaceFolder: string;
  readonly spec: TaskSpec;
  /** What it reads and writes, as {@link Globs}. Without one of them it always runs. */
  readonly files: readonly string[];
  readonly output: readonly string[];
  /** What it is fed, which a task has opened already. */
  readonly stdin: Stdin | undefined;
  /** Of what runs beside it. */
  readonly services: readonly object[];
  /** Whether it runs though nothing has changed: the task's `always`, or a person's wish. */
  readonly always: boolean;
}

/** Whether a job has to run. */
export type Freshness =
  /** Since when, epoch ms. */
  | { readonly upToDate: true; readonly since: number }
  | {
      readonly upToDate: false;
      /** One sentence. */
      readonly why: string;
      /**
       * To be called when it has succeeded, with the engine's id of the image that it ran in: what was found before the run
       * is kept, and what it has written. Never rejects: what cannot be kept makes it run once more.
       */
      record(image: string, signal: AbortSignal): Promise<void>;
    };

/**
 * Whether a job's last run was a success, made from what there is now, and has its output still there. If not, it is about
 * to run: its last success is void from here on, and whatever becomes of this run is none until it is recorded.
 *
 * @param stateFolder as {@link defaultStateFolder}
 * @param imageId asks the engine for the id of the job's image, which is had as for a run; only asked when all else is the same
 * @throws what `imageId` throws; the signal's reason when it is aborted.
 */
export async function checkUpToDate(
  job: CheckedJob,
  stateFolder: string,
  imageId: (signal: AbortSignal) => Promise<string>,
  signal: AbortSignal,
): Promise<Freshness> {
  const state = await JobState.of(stateFolder, job);
  const unrecorded = async (why: string): Promise<Freshness> => {
    await state.forget().catch(() => undefined);
    return { upToDate: false, why, record: () => Promise.resolve() };
  };
  const reason = reasonAgainst(job);
  if (reason !== undefined) return unrecorded(reason);
  const key = await readKey(stateFolder).catch(() => undefined);
  if (!key)
    return unrecorded(l10n.t('Nothing can be kept of what has run: the cache folder cannot be written.'));
  try {
    const found = await find(job, state, key, signal);
    const freshness = await compare(job, found, imageId, signal);
    if ('why' in freshness) return await begin(job, stateFolder, state, found, freshness.why);
    await refresh(state, freshness).catch(() => undefined);
    return { upToDate: true, since: freshness.success.at };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof UnreadableError) return unrecorded(error.message);
    throw error;
  }
}

/** Why there is nothing to check. */
function reasonAgainst({ files, output }: CheckedJob): string | undefined {
  if (files.length === 0) return l10n.t('It does not say which files it reads.');
  if (output.length === 0) return l10n.t('It does not say what its output is.');
  const out = Globs.parse([...files, ...output]).leadingOut;
  return out === undefined ? undefined : l10n.t('"{0}" leads out of the workspace folder.', out);
}

/** A job's side of the comparison, as it is before the run, and what it was. */
interface Found {
  readonly key: Buffer;
  readonly settings: string;
  readonly inputs: readonly Entry[];
  readonly last: Awaited<ReturnType<JobState['read']>>;
}

async function find(job: CheckedJob, state: JobState, key: Buffer, signal: AbortSignal): Promise<Found> {
  const last = await state.read();
  const inputs = await readInputs(job, last?.success.inputs ?? [], key, signal);
  return { key, settings: settingsDigest(job, key), inputs, last };
}

interface Same {
  readonly success: Success;
  readonly inputs: readonly Entry[];
  readonly outputs: readonly Entry[];
}

async function compare(
  job: CheckedJob,
  { key, settings, inputs, last }: Found,
  imageId: (signal: AbortSignal) => Promise<string>,
  signal: AbortSignal,
): Promise<Same | { readonly why: string }> {
  if (job.always) return { why: l10n.t('It is to run always.') };
  if (!last) return { why: l10n.t('It has not run here yet.') };
  const { success, counts } = last;
  if (!counts) return { why: l10n.t('It has not succeeded since.') };
  if (inputs.length === 0) return { why: l10n.t('None of the files that it reads is there.') };
  if (success.settings !== settings) return { why: l10n.t('Its settings or its environment have changed.') };
  await breathe();
  const changed = differenceOf(success.inputs, inputs, 'input');
  if (changed !== undefined) return { why: changed };
  const { entries: outputs, missing } = await readOutputs(job, success.outputs, key, signal);
  const spoilt = differenceOf(success.outputs, outputs, 'output');
  if (spoilt !== undefined) return { why: spoilt };
  if (missing !== undefined) return { why: l10n.t('Its output "{0}" is not there.', missing) };
  if ((await imageId(signal)) !== success.image) return { why: l10n.t('Its image has changed.') };
  return { success, inputs, outputs };
}

/** Keeps what was hashed again, which then needs not be hashed the next time. */
async function refresh(state: JobState, { success, inputs, outputs }: Same): Promise<void> {
  await breathe();
  const known = new Set([...success.inputs, ...success.outputs]);
  if ([...inputs, ...outputs].every((entry) => known.has(entry))) await state.touch();
  else await state.keep({ ...success, inputs, outputs });
}

async function begin(
  job: CheckedJob,
  stateFolder: string,
  state: JobState,
  { key, settings, inputs }: Found,
  why: string,
): Promise<Freshness> {
  const run = await state.begin().catch(() => undefined);
  const record = async (image: string, signal: AbortSignal): Promise<void> => {
    if (run === undefined) return;
    try {
      const { entries: outputs } = await readOutputs(job, [], key, signal);
      await state.keep({ run, at: Date.now(), settings, image, inputs, outputs });
      await prune(stateFolder, Date.now());
    } catch {
      // Then there is none, and it runs once more.
    }
  };
  return { upToDate: false, why, record };
}
