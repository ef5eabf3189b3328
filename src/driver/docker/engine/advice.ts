import * as l10n from '@vscode/l10n';

import type { Remedy, RemedyField } from '../../../core/run-result.ts';

/** What to do about a message of the engine's, and where, as far as we know. */
export interface Advice {
  readonly advice: string;
  readonly remedy?: Remedy;
}

/** What to do about a message of the engine's, where we know. */
export function adviceOn(message: string): Advice | undefined {
  for (const [pattern, advise, field] of advices) {
    const match = pattern.exec(message);
    if (!match) continue;
    const value = match.groups?.['value'];
    if (field === undefined) return { advice: advise() };
    return { advice: advise(), remedy: { in: 'file', field, ...(value !== undefined && { value }) } };
  }
  return undefined;
}

/**
 * The first that fits counts. The field is that of the task which the words are about; the pattern's group `value` is what they
 * have of its text.
 */
const advices: readonly (readonly [pattern: RegExp, advise: () => string, field?: RemedyField])[] = [
  [/is already in use by/, () => l10n.t('Remove the other container, or wait until its run has ended.')],
  [
    /no space left on device/i,
    () => l10n.t('Free disk space for the engine, for example with "docker system prune".'),
  ],
  [
    /NanoCPUs can not be set/i,
    () =>
      l10n.t(
        'Give the engine\'s machine the control group "cpu" and restart the engine, or remove "resources.cpus".',
      ),
    'resources.cpus',
  ],
  [
    /range of CPUs/i,
    () => l10n.t('Lower "resources.cpus" to what the engine\'s machine has.'),
    'resources.cpus',
  ],
  [
    /minimum memory limit|memory limit too low|unable to set memory limit/i,
    () => l10n.t('Raise "resources.memory".'),
    'resources.memory',
  ],
  [
    /container process is already dead/i,
    () =>
      l10n.t(
        'If the task sets "resources.pids" or "resources.memory", raise them: the container could not even begin.',
      ),
    'resources.memory',
  ],
  [
    /bind source path does not exist(?:: (?<value>.+))?/i,
    () => l10n.t('Create the folder, or correct "mounts".'),
    'mounts',
  ],
  [
    /docker-init|container-init|catatonit/i,
    () =>
      l10n.t(
        'Install docker-init (package "tini" or "catatonit") on the engine\'s machine, or set "init" to false.',
      ),
    'init',
  ],
  [
    /(?:error mounting|invalid mount|local volume name)(?:.* to rootfs at "(?<value>[^"]+)")?/i,
    () => l10n.t('Correct "mounts".'),
    'mounts',
  ],
  [
    /cannot mkdir|chdir to cwd|workdir ".*" exists on container/i,
    () => l10n.t('Correct "cwd", or use a "user" who may enter it.'),
    'cwd',
  ],
  [/no command specified/i, () => l10n.t('Add "command": the image has none of its own.'), 'command'],
  [/invalid signal/i, () => l10n.t('Correct "stop.signal".'), 'stop.signal'],
  [
    /not a shared mount|mounts denied|not shared from the host/i,
    () => l10n.t('Share the folder in the settings of your Docker Desktop.'),
    'mounts',
  ],
  [
    /unable to find user|no matching entries in passwd/i,
    () => l10n.t('Use a user that the image has, or a numeric "uid:gid".'),
    'user',
  ],
  [
    /rlimit|ulimit/i,
    () =>
      l10n.t(
        'Correct "resources.ulimits": the engine\'s machine does not know the limit, or does not give that much.',
      ),
    'resources.ulimits',
  ],
  [
    /select device driver|nvidia|CDI devices|GPU vendor/i,
    () =>
      l10n.t(
        'Install the NVIDIA Container Toolkit on the engine\'s machine, or ask for fewer or none in "resources.gpus".',
      ),
    'resources.gpus',
  ],
  [
    /network \S+ not found|network not found/i,
    () => l10n.t('Create it with "docker network create", or correct "network".'),
    'network',
  ],
  [
    /non-overlapping|could not find free subnet/i,
    () => l10n.t('Remove networks that are not used, for example with "docker network prune".'),
  ],
  [/health-?check/i, () => l10n.t('Correct "healthcheck".'), 'healthcheck'],
  [
    /(?:(?::(?<value>\d+)\b.*)?(?:port is already allocated|address already in use)|ports are not available)/i,
    () => l10n.t('Stop what listens on that port of the engine\'s machine, or choose another in "ports".'),
    'ports',
  ],
  [
    /cannot assign requested address/i,
    () => l10n.t('Correct the address in "ports": it has to be one that the engine\'s machine has.'),
    'ports',
  ],
  [
    /privileged port|bind: permission denied/i,
    () => l10n.t('Choose a port of the host from 1024 on in "ports".'),
    'ports',
  ],
  [/add-host|host-gateway/i, () => l10n.t('Correct "extraHosts".'), 'extraHosts'],
  [
    /unable to apply caps/i,
    () =>
      l10n.t('Remove "privileged" and "capAdd", or use an engine whose machine may give these rights away.'),
    'privileged',
  ],
  [/invalid Cap(?:Add|Drop)|unknown capability/i, () => l10n.t('Correct "capAdd" or "capDrop".'), 'capAdd'],
  [/security-opt|seccomp|apparmor/i, () => l10n.t('Correct "securityOpt".'), 'securityOpt'],
  [
    /does not match the specified platform|unknown operating system or architecture/i,
    () => l10n.t('Correct "platform", or use an image that is built for it.'),
    'platform',
  ],
];
