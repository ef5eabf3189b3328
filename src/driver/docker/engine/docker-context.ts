import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';

import { DriverError } from '../../driver.ts';
import { readCertificates } from './certificates.ts';
import type { Certificates } from './certificates.ts';

/** Where a Docker context says that the engine is. */
export interface DockerContext {
  /** As in DOCKER_HOST. */
  readonly host: string;
  /** Undefined: it has nothing for TLS. */
  readonly tls: Certificates | undefined;
}

/** The Docker CLI's own folder: `DOCKER_CONFIG`, or ~/.docker. */
export function dockerFolder(env: NodeJS.ProcessEnv): string {
  return env['DOCKER_CONFIG'] || join(homedir(), '.docker');
}

/**
 * The Docker context that is in use, by `DOCKER_CONTEXT` or else `config.json`, from the CLI's
 * {@link https://docs.docker.com/engine/manage-resources/contexts/ context store}; undefined for the default one.
 *
 * @throws {DriverError} the context does not exist, or names no engine.
 */
export function currentContext(env: NodeJS.ProcessEnv): DockerContext | undefined {
  const folder = dockerFolder(env);
  const configuration = readJson(join(folder, 'config.json')) as { currentContext?: string } | null;
  const name = env['DOCKER_CONTEXT'] || configuration?.currentContext;
  if (name === undefined || name === '' || name === 'default') return undefined;
  const digest = createHash('sha256').update(name).digest('hex');
  const context = readJson(join(folder, 'contexts', 'meta', digest, 'meta.json')) as ContextMetadata | null;
  const { Host, SkipTLSVerify } = context?.Endpoints?.docker ?? {};
  if (!Host) throw notAContext(name);
  const tls = {
    ...readCertificates(join(folder, 'contexts', 'tls', digest, 'docker')),
    ...(SkipTLSVerify && { rejectUnauthorized: false as const }),
  };
  return { host: Host, tls: Object.keys(tls).length > 0 ? tls : undefined };
}

interface ContextMetadata {
  readonly Endpoints?: { readonly docker?: { readonly Host?: string; readonly SkipTLSVerify?: boolean } };
}

function notAContext(name: string): DriverError {
  return new DriverError(
    l10n.t('The Docker context "{0}" does not exist, or names no engine.', name),
    l10n.t('Choose another with "docker context use NAME"; "docker context ls" lists them.'),
  );
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null; // Not there, or not ours to repair: the Docker CLI goes on without it too.
  }
}
