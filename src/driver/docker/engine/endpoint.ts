import * as l10n from '@vscode/l10n';
import { DriverError } from '../../driver.ts';
import { readCertificates } from './certificates.ts';
import type { Certificates } from './certificates.ts';
import { dockerFolder } from './docker-context.ts';

/** Where an engine listens: what `node:http` and dockerode need to connect. */
export interface Endpoint {
  /** As the user writes it: `unix:///var/run/docker.sock`, `tcp://localhost:2375`. */
  readonly url: string;
  /** Whether the engine runs on this machine and sees its files: a socket or a named pipe. */
  readonly local: boolean;
  readonly connection: Connection;
}

/** A socket or named pipe, or a host with a port and, for TLS, PEM certificates. */
export type Connection =
  | { readonly protocol: 'http'; readonly socketPath: string }
  | { readonly protocol: 'http'; readonly host: string; readonly port: number }
  | ({ readonly protocol: 'https'; readonly host: string; readonly port: number } & Certificates);

/**
 * Reads an engine's address as DOCKER_HOST has it. TLS follows the Docker CLI: on for `https://`, and for `tcp://` when
 * `DOCKER_TLS_VERIFY` is set; the certificates are `ca.pem`, `cert.pem` and `key.pem` in `DOCKER_CERT_PATH`, or those of
 * them that are in the CLI's own folder.
 *
 * @param contextTls what a Docker context has for TLS, which `tcp://` then uses
 * @throws {DriverError} the address is no engine's, or a certificate cannot be read.
 */
export function parseEndpoint(url: string, env: NodeJS.ProcessEnv, contextTls?: Certificates): Endpoint {
  const [, scheme = '', rest = ''] = /^([a-z]+):\/\/(.+)$/.exec(url) ?? [];
  switch (scheme) {
    case 'unix':
    case 'npipe':
      return { url, local: true, connection: { protocol: 'http', socketPath: rest } };
    case 'tcp':
    case 'http':
    case 'https':
      return { url, local: false, connection: network(url, scheme, env, contextTls) };
    case 'ssh':
      throw notAnAddress(
        url,
        l10n.t(
          'Forward the remote socket with "ssh -L /tmp/docker.sock:/var/run/docker.sock HOST" and use "unix:///tmp/docker.sock".',
        ),
      );
    default:
      throw notAnAddress(url);
  }
}

function notAnAddress(url: string, advice = adviseOnForm()): DriverError {
  return new DriverError(l10n.t('"{0}" is not the address of a container engine.', url), advice);
}

function adviseOnForm(): string {
  return l10n.t(
    'Write it as "unix:///path/to/docker.sock", "npipe:////./pipe/docker_engine" or "tcp://host:port".',
  );
}

function network(
  url: string,
  scheme: 'tcp' | 'http' | 'https',
  env: NodeJS.ProcessEnv,
  contextTls: Certificates | undefined,
): Connection {
  // Read as a scheme that URL does not know: of http and https it would drop the ports 80 and 443.
  const address = url.replace(/^\w+/, 'tcp');
  if (!URL.canParse(address)) throw notAnAddress(url);
  const { hostname, port } = new URL(address);
  if (hostname === '') throw notAnAddress(url);
  const isOn = contextTls !== undefined || (env['DOCKER_TLS_VERIFY'] ?? '') !== '';
  const host = hostname.replace(/^\[|\]$/g, '');
  if (scheme === 'http' || (scheme === 'tcp' && !isOn))
    return { protocol: 'http', host, port: Number(port) || 2375 };
  return { protocol: 'https', host, port: Number(port) || 2376, ...(contextTls ?? certificatesOf(env)) };
}

function certificatesOf(env: NodeJS.ProcessEnv): Certificates {
  const folder = env['DOCKER_CERT_PATH'];
  if (!folder) return readCertificates(dockerFolder(env));
  const { ca, cert, key } = readCertificates(folder);
  if (ca !== undefined && cert !== undefined && key !== undefined) return { ca, cert, key };
  throw new DriverError(
    l10n.t('The TLS certificates in "{0}" cannot be read.', folder),
    l10n.t('Put ca.pem, cert.pem and key.pem there, or correct DOCKER_CERT_PATH.'),
  );
}
