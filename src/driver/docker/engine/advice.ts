/** What to do about a message of the engine's, where we know. */
export function adviceOn(message: string): string | undefined {
  return advices.find(([pattern]) => pattern.test(message))?.[1];
}

/** The first that fits counts. */
const advices: readonly (readonly [pattern: RegExp, advice: string])[] = [
  [/is already in use by/, 'Remove the other container, or wait until its run has ended.'],
  [/no space left on device/i, 'Free disk space for the engine, for example with "docker system prune".'],
  [
    /NanoCPUs can not be set/i,
    'Give the engine\'s machine the control group "cpu" and restart the engine, or remove "resources.cpus".',
  ],
  [/range of CPUs/i, 'Lower "resources.cpus" to what the engine\'s machine has.'],
  [/minimum memory limit|memory limit too low|unable to set memory limit/i, 'Raise "resources.memory".'],
  [
    /container process is already dead/i,
    'If the task sets "resources.pids" or "resources.memory", raise them: the container could not even begin.',
  ],
  [/bind source path does not exist/i, 'Create the folder, or correct "mounts".'],
  [
    /docker-init|container-init|catatonit/i,
    'Install docker-init (package "tini" or "catatonit") on the engine\'s machine, or set "init" to false.',
  ],
  [/error mounting|invalid mount|local volume name/i, 'Correct "mounts".'],
  [
    /cannot mkdir|chdir to cwd|workdir ".*" exists on container/i,
    'Correct "cwd", or use a "user" who may enter it.',
  ],
  [/no command specified/i, 'Add "command": the image has none of its own.'],
  [/invalid signal/i, 'Correct "stop.signal".'],
  [
    /not a shared mount|mounts denied|not shared from the host/i,
    'Share the folder in the settings of your Docker Desktop.',
  ],
  [
    /unable to find user|no matching entries in passwd/i,
    'Use a user that the image has, or a numeric "uid:gid".',
  ],
  [
    /rlimit|ulimit/i,
    'Correct "resources.ulimits": the engine\'s machine does not know the limit, or does not give that much.',
  ],
  [
    /select device driver|nvidia|CDI devices|GPU vendor/i,
    'Install the NVIDIA Container Toolkit on the engine\'s machine, or ask for fewer or none in "resources.gpus".',
  ],
  [
    /network \S+ not found|network not found/i,
    'Create it with "docker network create", or correct "network".',
  ],
  [
    /non-overlapping|could not find free subnet/i,
    'Remove networks that are not used, for example with "docker network prune".',
  ],
  [/health-?check/i, 'Correct "healthcheck".'],
  [
    /port is already allocated|address already in use|ports are not available/i,
    'Stop what listens on that port of the engine\'s machine, or choose another in "ports".',
  ],
  [
    /cannot assign requested address/i,
    'Correct the address in "ports": it has to be one that the engine\'s machine has.',
  ],
  [/privileged port|bind: permission denied/i, 'Choose a port of the host from 1024 on in "ports".'],
  [/add-host|host-gateway/i, 'Correct "extraHosts".'],
  [
    /unable to apply caps/i,
    'Remove "privileged" and "capAdd", or use an engine whose machine may give these rights away.',
  ],
  [/invalid Cap(?:Add|Drop)|unknown capability/i, 'Correct "capAdd" or "capDrop".'],
  [/security-opt|seccomp|apparmor/i, 'Correct "securityOpt".'],
  [
    /does not match the specified platform|unknown operating system or architecture/i,
    'Correct "platform", or use an image that is built for it.',
  ],
];
