import * as l10n from '@vscode/l10n';
import { either, list, map, refined } from '../kinds/compound-kinds.ts';
import {
  extraHostPattern,
  hostAddressPattern,
  hostNamePattern,
  parseExtraHost,
  parseHostAddress,
  parseHostName,
} from '../formats/extra-host.ts';
import { number, text } from '../kinds/simple-kinds.ts';
import { networkPattern, parseNetwork } from '../formats/network.ts';
import { highestPort, parsePort, portFromNumber, portPattern } from '../formats/port.ts';

/** The network of a task. */
export const network = text({
  takes: () => l10n.t('"none", "host" or the name of a network'),
  parse: parseNetwork,
  pattern: networkPattern,
});

const port = either(
  text({ takes: () => l10n.t('a port like "8080:80"'), parse: parsePort, pattern: portPattern }),
  number({
    takes: () => l10n.t('a number from 1 to {0}', highestPort),
    integer: true,
    minimum: 1,
    maximum: highestPort,
    parse: portFromNumber,
  }),
);

/** Ports of the container that the machine listens on. */
export const ports = list(port, () => l10n.t('a list of ports'));

const extraHost = text({
  takes: () => l10n.t('a host like "db:10.0.0.5"'),
  parse: parseExtraHost,
  pattern: extraHostPattern,
});

const hostName = {
  takes: () => l10n.t('the name of a host'),
  parse: parseHostName,
  pattern: hostNamePattern,
};

/** The name of a service, which is that of its host. */
export const serviceName = { ...hostName, takes: () => l10n.t('the name of a service') };

const hostAddress = text({
  takes: () => l10n.t('an address'),
  parse: parseHostAddress,
  pattern: hostAddressPattern,
});

/** Names of hosts, as lines for the engine. */
export const extraHosts = either(
  list(extraHost, () => l10n.t('a list of hosts')),
  refined(
    map(hostName, hostAddress, () => l10n.t('an object of addresses')),
    (addresses) => ({
      value: Object.entries(addresses).map(([name, address]) => `${name}:${address}`),
    }),
  ),
);
