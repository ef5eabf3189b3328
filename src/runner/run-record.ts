import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { defaultSettings } from '../core/container-task.ts';
import type { TaskHandle } from '../driver/driver.ts';
import type { PlanOfRun } from './history/history.ts';
import { indexPath } from './log-file.ts';
import type { Run, TaskSpec } from './task-runner.ts';

/** What another process needs to go on with a run. Nothing in it is secret: no environment, input or build arguments. */
export interface RunRecord {
  readonly key: string;
  /** What a person started; absent in the records of versions that did not know it. */
  readonly plan?: PlanOfRun | undefined;
  /** What is left of it is what matters while a container runs. */
  readonly spec: Pick<TaskSpec, (typeof kept)[number] | 'build'>;
  /** Epoch ms. */
  readonly startedAt: number;
  readonly handle: TaskHandle;
}

/** A record that was found, and the log that it stands beside. */
export interface FoundRecord extends RunRecord {
  readonly logPath: string;
}

const kept = [
  'label',
  'image',
  'command',
  'entrypoint',
  'timeout',
  'stop',
  'memory',
  'cpus',
  'pids',
] as const satisfies readonly (keyof TaskSpec)[];

/** Where the record of a log's run is. */
export function recordPath(logPath: string): string {
  return `${logPath}${suffix}`;
}

/** Writes a run's record beside its log. */
export async function writeRecord(
  logPath: string,
  { key, plan, spec, startedAt }: Pick<Run, 'key' | 'plan' | 'spec' | 'startedAt'>,
  handle: TaskHandle,
): Promise<void> {
  const facts = Object.fromEntries(kept.map((name) => [name, spec[name]]));
  const build = spec.build && { ...spec.build, args: {} }; // They may be secret.
  const record = { key, plan, spec: { ...facts, build }, startedAt, handle };
  await writeFile(recordPath(logPath), JSON.stringify(record), { mode: 0o600 });
}

/** Removes a run's record and the index of its log; ones that are not there are fine. */
export async function removeRecord(logPath: string): Promise<void> {
  await rm(recordPath(logPath), { force: true });
  await rm(indexPath(logPath), { force: true });
}

/** The records of a folder, oldest first. What cannot be read is none. */
export async function readRecords(folder: string): Promise<readonly FoundRecord[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(suffix)).sort();
  const found = await Promise.all(
    names.map(async (name) => {
      const record = parse(await readFile(join(folder, name), 'utf8').catch(() => ''));
      return record && { ...record, logPath: join(folder, name.slice(0, -suffix.length)) };
    }),
  );
  return found.filter((record) => record !== undefined);
}

/** The task of a record, as far as it matters while its container runs. */
export function recordedSpec({ spec }: RunRecord): TaskSpec {
  return { ...defaultSettings, ...spec, close: () => Promise.resolve() };
}

const suffix = '.run.json';

/** Our own file, in a folder of ours: what has the right shape at the top was written by this version, or one like it. */
function parse(text: string): RunRecord | undefined {
  try {
    const record = JSON.parse(text) as Partial<RunRecord>;
    const { key, plan, spec, startedAt, handle } = record;
    if (typeof key !== 'string' || typeof startedAt !== 'number') return undefined;
    if (typeof spec?.label !== 'string' || !Array.isArray(spec.command)) return undefined;
    if (typeof handle?.containerId !== 'string' || typeof handle.engine !== 'string') return undefined;
    return { key, plan, spec, startedAt, handle };
  } catch {
    return undefined;
  }
}
