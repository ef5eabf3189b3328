/**
 * Every flag of `docker run` by its long name, as of Docker 29
 * ({@link https://docs.docker.com/reference/cli/docker/container/run/#options}), and what becomes of it: `field` is one of a task's,
 * `silent` changes nothing of what the task does, and the others have no place. Those of Podman that are as common are here too.
 */
const kinds = {
  field: `add-host cap-add cap-drop cpus detach entrypoint env env-file gpus init interactive memory memory-swap mount name
    network platform pids-limit privileged publish pull security-opt shm-size stop-signal stop-timeout tmpfs tty ulimit
    user volume workdir`,
  silent: `attach detach-keys disable-content-trust expose help quiet rm sig-proxy`,
  service: `health-cmd health-interval health-retries health-start-interval health-start-period health-timeout no-healthcheck`,
  end: `restart cidfile log-driver log-opt`,
  setting: `cpu-shares`,
  none: `annotation blkio-weight blkio-weight-device cgroup-parent cgroupns cpu-count cpu-percent cpu-period cpu-quota
    cpu-rt-period cpu-rt-runtime cpuset-cpus cpuset-mems device device-cgroup-rule device-read-bps device-read-iops
    device-write-bps device-write-iops dns dns-option dns-search domainname group-add hostname io-maxbandwidth io-maxiops ip
    ip6 ipc isolation kernel-memory label label-file link link-local-ip mac-address memory-reservation memory-swappiness
    network-alias oom-kill-disable oom-score-adj pid pod publish-all read-only runtime storage-opt sysctl systemd
    use-api-socket userns uts volume-driver volumes-from`,
} as const;

/** What becomes of a flag. */
export type FlagKind = keyof typeof kinds;

/** A flag of `docker run`. */
export interface Flag {
  /** Its long name, without dashes. */
  readonly name: string;
  readonly kind: FlagKind;
  /** Whether it stands alone, or with `=true` or `=false`. */
  readonly isSwitch: boolean;
}

const switches = new Set(
  'detach disable-content-trust help init interactive no-healthcheck oom-kill-disable privileged publish-all quiet read-only rm sig-proxy tty use-api-socket'.split(
    ' ',
  ),
);

const shortNames: Readonly<Record<string, string>> = {
  ...{ a: 'attach', c: 'cpu-shares', d: 'detach', e: 'env', h: 'hostname', i: 'interactive', l: 'label' },
  ...{
    m: 'memory',
    p: 'publish',
    P: 'publish-all',
    q: 'quiet',
    t: 'tty',
    u: 'user',
    v: 'volume',
    w: 'workdir',
  },
};

const otherNames: Readonly<Record<string, string>> = {
  ...{ net: 'network', 'net-alias': 'network-alias', 'dns-opt': 'dns-option' },
};

const flags: ReadonlyMap<string, Flag> = new Map(
  Object.entries(kinds).flatMap(([kind, names]) =>
    names.split(/\s+/u).map((name) => {
      const flag = { name, kind: kind as FlagKind, isSwitch: switches.has(name) };
      return [name, flag] as const;
    }),
  ),
);

/** The flag of a long name. */
export function longFlag(name: string): Flag | undefined {
  return flags.get(Object.hasOwn(otherNames, name) ? (otherNames[name] ?? name) : name);
}

/** The flag of a letter. */
export function shortFlag(letter: string): Flag | undefined {
  return Object.hasOwn(shortNames, letter) ? flags.get(shortNames[letter] ?? '') : undefined;
}
