import { execFile } from 'node:child_process';
import type { ExecFileException } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import * as l10n from '@vscode/l10n';

/** What a helper answered: credentials, that it has none, or one sentence on why it could not be asked. */
export type HelperAnswer =
  { readonly username: string; readonly secret: string } | 'none' | { readonly problem: string };

/**
 * Asks a credential helper for what it keeps for a registry, by the
 * {@link https://github.com/docker/docker-credential-helpers#development protocol of Docker's helpers}. The helper runs
 * without a shell, is found on PATH or where Docker's programs usually are, and is killed when its time is over. What it
 * prints is secret: none of it is in a problem or an error.
 *
 * @param name of the helper, without the `docker-credential-` that its program's name begins with
 * @param limit in ms
 * @throws the signal's reason when it is aborted.
 */
export async function askHelper(
  name: string,
  server: string,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
  limit = 15_000,
): Promise<HelperAnswer> {
  const program = `docker-credential-${name}`;
  const folders = searchedFolders(env);
  const file = folders.map((folder) => join(folder, program + extension)).find(isProgram);
  if (file === undefined)
    return { problem: l10n.t('The credential helper "{0}" is not installed.', program) };
  // Helpers may be scripts that call programs from the same folders.
  const helperEnv = { ...env, PATH: folders.join(delimiter) };
  const { error, stdout } = await run(file, server, helperEnv, limit, signal);
  signal.throwIfAborted();
  if (error) return failure(program, error, stdout, limit);
  return (
    parseAnswer(stdout) ?? { problem: l10n.t('The credential helper "{0}" gave no valid answer.', program) }
  );
}

const extension = process.platform === 'win32' ? '.exe' : '';

/** The folders on PATH, then those that a desktop session's PATH lacks. */
function searchedFolders(env: NodeJS.ProcessEnv): readonly string[] {
  // Relative folders would be those of the workspace, whose files are not ours to run.
  const onPath = (pathOf(env) ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
  return [...onPath, ...usualFolders(env)];
}

/** Windows spells it `Path`; a copy of the environment tells upper from lower case. */
function pathOf(env: NodeJS.ProcessEnv): string | undefined {
  return Object.entries(env).find(([name]) => name.toUpperCase() === 'PATH')?.[1];
}

/** Of packages, Homebrew, snap, Docker Desktop, Rancher Desktop and OrbStack. */
function usualFolders(env: NodeJS.ProcessEnv): readonly string[] {
  const home = homedir();
  if (process.platform === 'win32') {
    const programs = env['ProgramFiles'] || 'C:\\Program Files';
    return [join(programs, 'Docker\\Docker\\resources\\bin'), join(home, '.rd\\bin')];
  }
  return [
    '/usr/local/bin',
    '/opt/homebrew/bin',
    '/usr/bin',
    '/snap/bin',
    '/Applications/Docker.app/Contents/Resources/bin',
    join(home, '.docker/bin'),
    join(home, '.rd/bin'),
    join(home, '.orbstack/bin'),
    join(home, '.local/bin'),
  ];
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

interface Ended {
  readonly error: ExecFileException | null;
  readonly stdout: string;
}

async function run(
  file: string,
  server: string,
  env: NodeJS.ProcessEnv,
  limit: number,
  signal: AbortSignal,
): Promise<Ended> {
  const { promise, resolve } = Promise.withResolvers<Ended>();
  const options = { env, signal, timeout: limit, killSignal: 'SIGKILL', windowsHide: true } as const;
  const child = execFile(file, ['get'], options, (error, stdout) => {
    if (error) child.kill('SIGKILL'); // A signal that is aborted asks it to end, no more.
    resolve({ error, stdout });
  });
  // A helper that ends without reading is judged by how it ends.
  child.stdin?.on('error', () => undefined).end(server);
  return promise;
}

function failure(program: string, error: ExecFileException, stdout: string, limit: number): HelperAnswer {
  // What the helpers' common library prints, on stdout, where there is nothing for the server.
  if (stdout.trim() === 'credentials not found in native keychain') return 'none';
  if (error.killed)
    return {
      problem: l10n.t('The credential helper "{0}" did not answer within {1} s.', program, limit / 1000),
    };
  return {
    problem: l10n.t(
      'The credential helper "{0}" failed ({1}).',
      program,
      error.code ?? error.signal ?? 'killed',
    ),
  };
}

function parseAnswer(stdout: string): HelperAnswer | undefined {
  try {
    const { Username, Secret } = JSON.parse(stdout) as { Username?: unknown; Secret?: unknown };
    if (typeof Username !== 'string' || typeof Secret !== 'string') return undefined;
    return { username: Username, secret: Secret };
  } catch {
    return undefined;
  }
}
