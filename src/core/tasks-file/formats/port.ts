import * as l10n from '@vscode/l10n';
import type { Port } from '../../container-task.ts';
import { isIpAddress } from './ip-address.ts';
import { quote } from '../parsed.ts';
import type { Parsed } from '../parsed.ts';

/** What {@link parsePort} takes, up to the size of the numbers. */
export const portPattern = '^((([0-9.]+|\\[[0-9a-fA-F.:]+\\]):)?[0-9]*:)?[0-9]+(/(tcp|udp))?$';

/** The biggest port there is. */
export const highestPort = 65_535;

const port =
  /^(?:(?:(?<address>\[[^[\]]*\]|[^:[\]]*):)?(?<host>\d*):)?(?<container>\d+)(?:\/(?<protocol>[^/]*))?$/u;

/**
 * Reads a port as {@link https://docs.docker.com/reference/compose-file/services/#short-syntax-3 Compose's short form} has it, but for
 * ranges: `container`, `host:container` or `address:host:container`, then `/tcp` (the default) or `/udp`. Without a host's port, any
 * that is free is taken.
 */
export function parsePort(text: string): Parsed<Port> {
  const groups = port.exec(text)?.groups;
  if (!groups || (groups['address'] === undefined && groups['host'] === ''))
    return { problem: notAPort(text) };
  const { address, host = '', container = '', protocol = 'tcp' } = groups;
  if (protocol !== 'tcp' && protocol !== 'udp')
    return {
      problem: l10n.t(
        '{0} is not a protocol of a port: write "tcp" or "udp", or leave it out.',
        quote(protocol),
      ),
    };
  const hostIp = address === undefined ? '' : address.replace(/^\[|\]$/gu, '');
  if (address !== undefined && !isIpAddress(hostIp))
    return {
      problem: l10n.t('{0} is not an address of this machine: write one like "127.0.0.1".', quote(address)),
    };
  const wrong = [container, host].find(
    (each, index) => Number(each) > highestPort || (index === 0 && Number(each) === 0),
  );
  if (wrong !== undefined)
    return { problem: l10n.t('{0} is not a port: write 1 to {1}.', wrong, highestPort) };
  return { value: { containerPort: Number(container), protocol, hostPort: Number(host), hostIp } };
}

/** A port of the container that any free port of the machine leads to. */
export function portFromNumber(containerPort: number): Parsed<Port> {
  return { value: { containerPort, protocol: 'tcp', hostPort: 0, hostIp: '' } };
}

function notAPort(text: string): string {
  if (/\d-\d/u.test(text)) return l10n.t('{0} is a range of ports: write each port on its own.', quote(text));
  return l10n.t(
    '{0} is not a port: write "host:container", like "8080:80" or "127.0.0.1:8080:80".',
    quote(text),
  );
}
