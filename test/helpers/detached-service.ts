import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { eventually } from './eventually.ts';

/** A program that serves until it is ended. */
export interface DetachedService {
  /** What a person calls it. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** What to do where it does not start. */
  readonly advice: string;
  /** Gets its output, in the file `log`. */
  readonly folder: string;
  /** The folder that it works in, and its whole environment; default: ours. */
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Whether it is ready. */
  readonly answers: () => Promise<boolean>;
}

/**
 * Starts a program that outlives Ctrl-C, so that whoever has started it can end it, and waits until it answers.
 *
 * @throws Error with how it ended, what it said and what to do, when it does not start.
 */
export async function startDetached(service: DetachedService): Promise<void> {
  const { name, command, args, advice, folder, answers, ...options } = service;
  const logFile = path.join(folder, 'log');
  const log = fs.openSync(logFile, 'a');
  const program = spawn(command, args, { ...options, stdio: ['ignore', log, log], detached: true });
  fs.closeSync(log);
  let ended = '';
  program.once('error', (error) => (ended = String(error)));
  program.once('exit', (code) => (ended = `it ended with ${code ?? 'a signal'}`));
  program.unref();
  await eventually(name, async () => ended !== '' || answers(), 30_000);
  if (ended === '') return;
  const said = fs.readFileSync(logFile, 'utf8').slice(-1000);
  throw new Error(`${name} does not start here (${ended}): ${advice}.\n${said}`);
}
