import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import type { Samples } from '../../core/protocol.ts';
import type { RunResult } from '../../core/run-result.ts';
import { removeLog } from '../old-logs.ts';
import type { Run } from '../task-runner.ts';
import { writeAtomically } from '../up-to-date/write-atomically.ts';
import type { PastRun } from './history.ts';
import { decodeRun, decodeSamples, encodeRun, encodeSamples } from './run-entry.ts';

/**
 * The folder, in that of the logs, that has a file for each run that has ended, and one with its statistics. It is one of its
 * own, so that whoever watches it does not hear of each line of a log.
 */
export function entryFolder(logFolder: string): string {
  return join(logFolder, 'history');
}

/** Keeps a run; its statistics first, so that who sees it sees them. @throws Node's error where the disk does not take it */
export async function writeEntry(run: Run, result: RunResult, logPath: string): Promise<PastRun | undefined> {
  const { samples } = run.stats;
  const text = encodeRun(run, result);
  if (samples.latest) await writeAtomically(statsPath(logPath), encodeSamples(samples));
  await writeAtomically(entryPath(logPath), text);
  return decodeRun(text, logPath);
}

/** The names of the logs of a folder that have an entry, in order of time. */
export async function entryNames(logFolder: string): Promise<readonly string[]> {
  const files = await readdir(entryFolder(logFolder)).catch(() => []);
  return files
    .filter((name) => name.endsWith(entrySuffix))
    .map((name) => name.slice(0, -suffixLength))
    .sort();
}

/** When the run of a log has ended, in epoch ms; 0 where it has no entry any more. */
export async function entryTime(logPath: string): Promise<number> {
  return (await stat(entryPath(logPath)).catch(() => undefined))?.mtimeMs ?? 0;
}

/** The run of a log; `undefined` where there is no entry that this version can read. */
export async function readEntry(logPath: string): Promise<PastRun | undefined> {
  return decodeRun(await readFile(entryPath(logPath), 'utf8').catch(() => ''), logPath);
}

/** The statistics of a run; empty ones where there are none that can be read. */
export async function readSamples(logPath: string): Promise<Samples> {
  return decodeSamples(await readFile(statsPath(logPath), 'utf8').catch(() => ''));
}

/** Removes a run with its log; the entry first, so that nobody sees one without its log. */
export async function removeEntry(logPath: string): Promise<void> {
  await rm(entryPath(logPath), { force: true });
  await rm(statsPath(logPath), { force: true });
  await removeLog(logPath);
}

const entrySuffix = '.log.json';
const suffixLength = '.json'.length;

function entryPath(logPath: string): string {
  return join(entryFolder(dirname(logPath)), `${basename(logPath)}.json`);
}

function statsPath(logPath: string): string {
  return join(entryFolder(dirname(logPath)), `${basename(logPath)}.stats`);
}
