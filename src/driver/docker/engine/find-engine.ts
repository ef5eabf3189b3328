import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';

import { codeOf, messageOf } from '../../../core/thrown.ts';
import { DriverError } from '../../driver.ts';
import { defaultDeadlines } from './deadlines.ts';
import { currentContext } from './docker-context.ts';
import { parseEndpoint } from './endpoint.ts';
import type { Endpoint } from './endpoint.ts';
import { Engine } from './engine.ts';
import { EngineVersions } from './engine-versions.ts';
import { isTimeout } from './engine-failure.ts';

/**
 * Finds the engine as the Docker CLI does: the configured address, else `DOCKER_HOST`, else the current Docker context.
 * Where none of them names one, the first well-known socket that answers.
 *
 * @param versions of those that were found before
 * @throws {DriverError} no engine answers; its advice says what was tried and how to start one.
 */
export async function findEngine(
  configured: string,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
  deadlines = defaultDeadlines,
  versions = new EngineVersions(),
): Promise<Engine> {
  const chosen = chosenEndpoint(configured, env);
  const sockets = chosen ? [] : wellKnownSockets(env);
  const present = sockets.filter((url) => existsSync(socketPath(url)));
  const failures: Failure[] = [];
  for (const endpoint of chosen ? [chosen] : present.map((url) => parseEndpoint(url, env))) {
    try {
      return await Engine.connect(endpoint, signal, deadlines, versions);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof DriverError) throw error;
      failures.push({ url: endpoint.url, error });
    }
  }
  throw notFound(failures, sockets);
}

/**
 * The paths of every socket or pipe by which a container engine may be spoken to: the chosen one, the well-known ones, and
 * those of the engines below Docker. Nothing is said of whether they are there.
 */
export function engineSockets(configured: string, env: NodeJS.ProcessEnv): readonly string[] {
  const urls = [configured, env['DOCKER_HOST'] ?? '', ...contextHost(env), ...wellKnownSockets(env)];
  const chosen = urls.filter((url) => /^(unix|npipe):/.test(url)).map(socketPath);
  const others = process.platform === 'win32' ? otherPipes : otherSockets;
  return [...new Set([...chosen, ...others])];
}

const otherSockets = ['/run/docker.sock', '/run/containerd/containerd.sock', '/run/crio/crio.sock'];

const otherPipes = ['//./pipe/dockerDesktopLinuxEngine', '//./pipe/containerd-containerd'];

/** Of a context that is broken there is none; a run says so. */
function contextHost(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    return [currentContext(env)?.host ?? ''];
  } catch {
    return [];
  }
}

interface Failure {
  readonly url: string;
  readonly error: unknown;
}

/** The endpoint that somebody has chosen: by the setting, `DOCKER_HOST` or a Docker context. */
function chosenEndpoint(configured: string, env: NodeJS.ProcessEnv): Endpoint | undefined {
  const url = configured || env['DOCKER_HOST'];
  if (url) return parseEndpoint(url, env);
  const context = currentContext(env);
  return context && parseEndpoint(context.host, env, context.tls);
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
  const denied = failures.find(({ error }) => codeOf(error) === 'EACCES');
  if (denied) {
    return new DriverError(
      l10n.t('You have no permission to use the container engine at {0}.', denied.url),
      l10n.t(
        'On Linux, run "sudo usermod -aG docker $USER", log in again and restart VS Code, or use a rootless engine.',
      ),
      { cause: denied.error, remedy: { in: 'settings', setting: 'docker' } },
    );
  }
  const tried =
    failures.length > 0
      ? failures.map(({ url, error }) => `${url} (${describe(error)})`).join(', ')
      : l10n.t('{0} (none is there)', searched.join(', '));
  return new DriverError(
    l10n.t('No container engine answers.'),
    l10n.t(
      'Start Docker or Podman, or give the engine\'s address in the setting "containerTasks.docker" or the variable DOCKER_HOST. Tried: {0}.',
      tried,
    ),
    { cause: failures[0]?.error, remedy: { in: 'settings', setting: 'docker' } },
  );
}

function describe(error: unknown): string {
  if (error instanceof SyntaxError) return l10n.t('what answers is no container engine');
  if (isTimeout(error)) return l10n.t('no answer');
  switch (codeOf(error)) {
    case 'ENOENT':
      return l10n.t('not there');
    case 'ECONNREFUSED':
      return l10n.t('nothing listens');
    case 'ENOTFOUND':
      return l10n.t('unknown host');
    default:
      return messageOf(error);
  }
}
