import { defaulted, optional } from '../kinds/object.ts';
import { extraHosts, network, ports } from './network-kinds.ts';

/** The network of a task. */
export const networkField = optional(
  network,
  '`"none"`: the task has no network at all. `"host"`: it has that of the engine\'s machine; you are asked before it runs. Or the name of a network that the engine has. Default: the engine\'s own, from which the task reaches the outside.',
  { examples: ['none'], synonyms: ['networkMode', 'network_mode', 'networks'] },
);

/** The fields about which hosts a container sees, and who sees it. */
export const hostFields = {
  ports: defaulted(
    ports,
    [],
    'Ports of the container that the engine\'s machine listens on: `"8080:80"` (the machine\'s, the container\'s), `"127.0.0.1:8080:80"` for this machine alone, `"53:53/udp"`; `80` alone takes any port of the machine that is free.',
    { examples: [['8080:80'], ['127.0.0.1:8080:80']], synonyms: ['publish', 'forwardPorts', 'appPort'] },
  ),
  extraHosts: defaulted(
    extraHosts,
    [],
    'Names of hosts for the container, with their addresses: `["db:10.0.0.5"]` or `{ "db": "10.0.0.5" }`. The address `"host-gateway"` is the engine\'s machine.',
    { examples: [['db:10.0.0.5'], { host: 'host-gateway' }], synonyms: ['extra_hosts', 'addHost'] },
  ),
};
