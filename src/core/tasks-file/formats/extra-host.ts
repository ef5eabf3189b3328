import * as l10n from '@vscode/l10n';
import { isIpAddress } from './ip-address.ts';
import { quote } from '../parsed.ts';
import type { Parsed } from '../parsed.ts';

/** What {@link parseHostName} takes. */
export const hostNamePattern = '^[A-Za-z0-9_]([A-Za-z0-9_.\\-]*[A-Za-z0-9_])?$';

/** What {@link parseHostAddress} takes, roughly. */
export const hostAddressPattern = '^(host-gateway|\\[?[0-9A-Fa-f.:]+\\]?)$';

/** What {@link parseExtraHost} takes, roughly. */
export const extraHostPattern = '^[A-Za-z0-9_.\\-]+[:=](host-gateway|\\[?[0-9A-Fa-f.:]+\\]?)$';

const hostName = new RegExp(hostNamePattern, 'u');

/**
 * Reads `name:address` or `name=address`, the address in brackets or not, as
 * {@link https://docs.docker.com/reference/compose-file/services/#extra_hosts Compose} does. The value is a line for the engine.
 */
export function parseExtraHost(text: string): Parsed<string> {
  const at = text.search(/[:=]/u);
  if (at < 0)
    return { problem: l10n.t('{0} is not a host: write "name:address", like "db:10.0.0.5".', quote(text)) };
  const name = parseHostName(text.slice(0, at));
  if ('problem' in name) return name;
  const address = parseHostAddress(text.slice(at + 1));
  return 'problem' in address ? address : { value: `${name.value}:${address.value}` };
}

/** Reads the name of a host. */
export function parseHostName(text: string): Parsed<string> {
  if (hostName.test(text)) return { value: text };
  return {
    problem: l10n.t('{0} is not the name of a host: use letters, digits, "-", "_" and ".".', quote(text)),
  };
}

/** Reads the address of a host; `host-gateway` is the engine's machine. */
export function parseHostAddress(text: string): Parsed<string> {
  const address = /^\[(.*)\]$/u.exec(text)?.[1] ?? text;
  if (address === 'host-gateway' || isIpAddress(address)) return { value: address };
  return {
    problem: l10n.t(
      '{0} is not an address: write one like "10.0.0.5", or "host-gateway" for the engine\'s machine.',
      quote(text),
    ),
  };
}
