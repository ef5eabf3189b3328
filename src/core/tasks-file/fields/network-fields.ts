import { extraHosts, network, ports } from './network-kinds.ts';
import { defaulted, optional } from '../kinds/object.ts';

/** The fields of a task about what it sees of the network, and the network of it. */
export const networkFields = {
  network: optional(
    network,
    '`"none"`: the task has no network at all. Or the name of a network that the engine has. Default: the engine\'s own, from which the task reaches the outside.',
    { examples: ['none'], synonyms: ['networkMode', 'network_mode', 'networks'] },
  ),
  ports: defaulted(
    ports,
    [],
    'Ports of the task that this machine listens on: `"8080:80"` (the machine\'s, the task\'s), `"127.0.0.1:8080:80"` for this machine alone, `"53:53/udp"`; `80` alone takes any port of the machine that is free.',
    { examples: [['8080:80'], ['127.0.0.1:8080:80']], synonyms: ['publish', 'forwardPorts', 'appPort'] },
  ),
  extraHosts: defaulted(
    extraHosts,
    [],
    'Names of hosts for the task, with their addresses: `["db:10.0.0.5"]` or `{ "db": "10.0.0.5" }`. The address `"host-gateway"` is the engine\'s machine.',
    { examples: [['db:10.0.0.5'], { host: 'host-gateway' }], synonyms: ['extra_hosts', 'addHost'] },
  ),
};
