import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { DriverError } from '../../driver.ts';
import { parseEndpoint } from './endpoint.ts';
import { Engine } from './engine.ts';
import { isTimeout } from './engine-failure.ts';

/**
 * Finds the engine as the Docker CLI does: the configured address, else `DOCKER_HOST`, else the current Docker context.
 * Where none of them names one, the first well-known socket that answers.
 *
 * @throws {DriverError} no engine answers; its advice says what was tried and how to start one.
 */
export async function findEngine(
  configured: string,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Engine> {
  const named = configured || env['DOCKER_HOST'] || contextHost(env);
  const candidates = named ? [named] : wellKnownSockets(env).filter((url) => existsSync(socketPath(url)));
  const failures: Failure[] = [];
  for (const url of candidates) {
    try {
      return await Engine.connect(parseEndpoint(url, env), signal);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof DriverError) throw error;
      failures.push({ url, error });
    }
  }
  throw notFound(failures, named ? [] : wellKnownSockets(env));
}

interface Failure {
  readonly url: string;
  readonly error: unknown;
}

/** The address in the current Docker context; undefined for the default context, or where there is none. */
function contextHost(env: NodeJS.ProcessEnv): string | undefined {
  const folder = env['DOCKER_CONFIG'] || join(homedir(), '.docker');
  const configuration = readJson(join(folder, 'config.json')) as { currentContext?: string } | null;
  const name = env['DOCKER_CONTEXT'] || configuration?.currentContext;
  if (name === undefined || name === '' || name === 'default') return undefined;
  const digest = createHash('sha256').update(name).digest('hex');
  const context = readJson(join(folder, 'contexts', 'meta', digest, 'meta.json')) as ContextMetadata | null;
  const host = context?.Endpoints?.docker?.Host;
  if (host) return host;
  throw new DriverError(
    `The Docker context "${name}" does not exist, or names no engine.`,
    'Choose another with "docker context use NAME"; "docker context ls" lists them.',
  );
}

interface ContextMetadata {
  readonly Endpoints?: { readonly docker?: { readonly Host?: string } };
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null; // Not there, or not ours to repair: the Docker CLI goes on without it too.
  }
}

/** Docker Engine, Docker Desktop, Rancher Desktop, Colima, OrbStack and Podman, in that order. */
function wellKnownSockets(env: NodeJS.ProcessEnv): string[] {
  if (process.platform === 'win32') {
    return ['npipe:////./pipe/docker_engine', 'npipe:////./pipe/podman-machine-default'];
  }
  const runtime = env['XDG_RUNTIME_DIR'];
  return [
    '/var/run/docker.sock',
    ...(runtime ? [join(runtime, 'docker.sock')] : []),
    join(homedir(), '.docker/run/docker.sock'),
    join(homedir(), '.docker/desktop/docker.sock'),
    join(homedir(), '.rd/docker.sock'),
    join(homedir(), '.colima/default/docker.sock'),
    join(homedir(), '.orbstack/run/docker.sock'),
    ...(runtime ? [join(runtime, 'podman/podman.sock')] : []),
    '/run/podman/podman.sock',
  ].map((path) => `unix://${path}`);
}

function socketPath(url: string): string {
  return url.replace(/^\w+:\/\//, '');
}

/** What the user is told when none of the engines could be used; `searched` is for when there was none to try. */
export function notFound(failures: readonly Failure[], searched: readonly string[]): DriverError {
  const denied = failures.find(({ error }) => errorCode(error) === 'EACCES');
  if (denied) {
    return new DriverError(
      `You have no permission to use the container engine at ${denied.url}.`,
      'On Linux, run "sudo usermod -aG docker $USER", log in again and restart VS Code.',
      { cause: denied.error },
    );
  }
  const tried =
    failures.length > 0
      ? failures.map(({ url, error }) => `${url} (${describe(error)})`).join(', ')
      : `${searched.join(', ')} (none is there)`;
  return new DriverError(
    'No container engine answers.',
    `Start Docker or Podman, or set "containerTasks.docker" to the engine's address. Tried: ${tried}.`,
    { cause: failures[0]?.error },
  );
}

function describe(error: unknown): string {
  if (error instanceof SyntaxError) return 'what answers is no container engine';
  if (isTimeout(error)) return 'no answer';
  switch (errorCode(error)) {
    case 'ENOENT':
      return 'not there';
    case 'ECONNREFUSED':
      return 'nothing listens';
    case 'ENOTFOUND':
      return 'unknown host';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}

function errorCode(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
