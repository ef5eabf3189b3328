import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';

import { codeOf } from '../../../core/thrown.ts';
import { DriverError } from '../../driver.ts';
import { dockerFolder } from '../engine/docker-context.ts';
import { askHelper } from './credential-helper.ts';

/** What a pull has to show to a registry. */
export interface Credentials {
  /** The value of the header X-Registry-Auth, which is secret; undefined: the pull is anonymous. */
  readonly registryAuth: string | undefined;
  /** One sentence on why the helper that should know the credentials gave none; undefined: all is well. */
  readonly problem: string | undefined;
}

/**
 * Finds the credentials for a registry as the Docker CLI does: `DOCKER_AUTH_CONFIG`; then, from `config.json` in
 * `DOCKER_CONFIG` or ~/.docker, the registry's helper in `credHelpers`, the one in `credsStore`, or `auths`. As there, a
 * helper that fails does not stop the pull: the registry may want no credentials.
 *
 * @param registry host with an optional port; '' is Docker Hub
 * @throws {DriverError} a configuration that cannot be read, or a helper that is not ours to run; the signal's reason
 * when it is aborted. Nothing secret is in any of them.
 */
export async function findCredentials(
  registry: string,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Credentials> {
  const auth = await findAuth(registry || hub, env, signal);
  if (auth && 'problem' in auth) return { registryAuth: undefined, problem: auth.problem };
  return { registryAuth: auth && encode(auth), problem: undefined };
}

/**
 * The value of the header X-Registry-Config, which is secret: what there is to show to some registries. As for a pull, a
 * helper that fails stops nothing.
 *
 * @throws as {@link findCredentials} does.
 */
export async function registryConfig(
  registries: readonly string[],
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<string> {
  const config: Record<string, RegistryAuth> = {};
  for (const registry of registries) {
    const auth = await findAuth(registry || hub, env, signal);
    if (auth && !('problem' in auth)) config[auth.serveraddress] = auth;
  }
  return encode(config);
}

/** What the Docker CLI calls Docker Hub, for the sake of its first registry. */
const hub = 'https://index.docker.io/v1/';

/** As the engine reads it (https://docs.docker.com/reference/api/engine/version/v1.47/#section/Authentication). */
interface RegistryAuth {
  readonly username?: string;
  readonly password?: string;
  readonly identitytoken?: string;
  readonly registrytoken?: string;
  readonly serveraddress: string;
}

/** What there is for a server; undefined: nothing. Or why the helper that should know did not tell. */
async function findAuth(
  server: string,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<RegistryAuth | { readonly problem: string } | undefined> {
  const given = authOf(parseConfiguration(env['DOCKER_AUTH_CONFIG'] || '{}', 'DOCKER_AUTH_CONFIG'), server);
  if (given) return given;
  const file = join(dockerFolder(env), 'config.json');
  const configuration = parseConfiguration(readConfiguration(file), file);
  const helper = configuration.credHelpers.get(server) ?? configuration.credsStore;
  if (helper === '') return authOf(configuration, server);
  if (typeof helper !== 'string' || !/^[\w.-]+$/.test(helper)) throw notAHelper(helper, file);
  const answer = await askHelper(helper, server, env, signal);
  if (answer === 'none') return undefined;
  if ('problem' in answer) return answer;
  const { username, secret } = answer;
  const auth = username === '<token>' ? { identitytoken: secret } : { username, password: secret };
  return { ...auth, serveraddress: server };
}

/** The padding stays: the engine takes a header without it for none. */
function encode(value: object): string {
  const encoded = Buffer.from(JSON.stringify(value)).toString('base64');
  return encoded.replaceAll('+', '-').replaceAll('/', '_');
}

/** What we read of `config.json`. The values of the maps are unchecked. */
interface Configuration {
  /** A path, or the name of a variable. */
  readonly source: string;
  readonly auths: ReadonlyMap<string, unknown>;
  readonly credHelpers: ReadonlyMap<string, unknown>;
  readonly credsStore: unknown;
}

function readConfiguration(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return '{}';
    throw new DriverError(
      l10n.t('The file "{0}" cannot be read.', file),
      l10n.t('Correct its permissions.'),
      { cause },
    );
  }
}

function parseConfiguration(text: string, source: string): Configuration {
  const value = toMap(parseJson(text));
  const auths = toMap(value?.get('auths'));
  const credHelpers = toMap(value?.get('credHelpers'));
  if (!value || !auths || !credHelpers) throw broken(source);
  return { source, auths, credHelpers, credsStore: value.get('credsStore') ?? '' };
}

/** Something that is no object for text that is not JSON. As for the CLI, nothing at all is an empty object. */
function parseJson(text: string): unknown {
  try {
    return text.trim() === '' ? {} : JSON.parse(text);
  } catch {
    return 'broken'; // Node's error quotes the text, secrets and all.
  }
}

/** The properties of an object, none for what is absent; undefined for anything else. */
function toMap(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (value === undefined || value === null) return new Map();
  if (typeof value !== 'object' || Array.isArray(value)) return undefined;
  return new Map(Object.entries(value));
}

function broken(source: string): DriverError {
  return new DriverError(
    l10n.t('The credentials for the registry cannot be read: {0} is not what the Docker CLI writes.', source),
    l10n.t('Correct it, or remove it and log in again with "docker login".'),
  );
}

/** The entry of a server, by its name or by the URL that older versions of the CLI wrote. */
function authOf({ auths, source }: Configuration, server: string): RegistryAuth | undefined {
  const key = auths.has(server) ? server : [...auths.keys()].find((each) => hostOf(each) === server);
  const entry = toMap(key === undefined ? undefined : auths.get(key));
  if (!entry) throw broken(source);
  const textOf = (name: string): string => {
    const value = entry.get(name) ?? '';
    if (typeof value === 'string') return value;
    throw broken(source);
  };
  const encoded = textOf('auth');
  const [username, password] =
    encoded === '' ? [textOf('username'), textOf('password')] : decode(encoded, source);
  const [identitytoken, registrytoken] = [textOf('identitytoken'), textOf('registrytoken')];
  if (username === '' && identitytoken === '' && registrytoken === '') return undefined;
  return {
    ...(username && { username, password }),
    ...(identitytoken && { identitytoken }),
    ...(registrytoken && { registrytoken }),
    serveraddress: server,
  };
}

function hostOf(url: string): string {
  return url.replace(/^\w+:\/\//, '').replace(/\/.*$/s, '');
}

function decode(auth: string, source: string): readonly [username: string, password: string] {
  const text = Buffer.from(auth, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon <= 0) throw broken(source);
  // Older versions of the CLI padded passwords with zeros.
  return [text.slice(0, colon), text.slice(colon + 1).replace(/^\0+|\0+$/g, '')];
}

function notAHelper(helper: unknown, file: string): DriverError {
  return new DriverError(
    l10n.t(
      'The credential helper {0} in {1} is not run: it is not a plain name.',
      JSON.stringify(helper),
      file,
    ),
    l10n.t(
      'Correct "credsStore" or "credHelpers" there: "desktop" means the program docker-credential-desktop.',
    ),
  );
}
