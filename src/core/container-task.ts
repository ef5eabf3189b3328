import type { Stat } from './stats.ts';

/**
 * One request to run one container: what a {@link https://pkg.go.dev/github.com/fnproject/fn/api/agent/drivers#ContainerTask
 * Fn ContainerTask} holds, with every variable resolved and every default filled in. Drivers read it and nothing else.
 */
export interface ContainerTask {
  /** Identifies the run, unique on the engine: `[a-z0-9-]+`. */
  readonly id: string;
  /** The name a person gave the task. */
  readonly label: string;
  /** The image reference, as written; with `build`, the name that the built image gets, '' for none. */
  readonly image: string;
  /** Built instead of pulled; `undefined`: nothing is built. */
  readonly build: ImageBuild | undefined;
  /** `os/arch[/variant]` of the image and the container; '' is the engine's own. */
  readonly platform: string;
  /** When to pull the image. */
  readonly pull: PullPolicy;
  /** The exact argv after the entrypoint; empty: the image's own command. */
  readonly command: readonly string[];
  /** Replaces the image's entrypoint; `[]` clears it, `undefined` keeps it. */
  readonly entrypoint: readonly string[] | undefined;
  readonly envVars: Readonly<Record<string, string>>;
  /** Values, of variables and others, that must not be shown or stored. */
  readonly secrets: readonly string[];
  /** Fed to the container's stdin, then end of file; `undefined`: no stdin at all. */
  readonly input: AsyncIterable<Uint8Array> | undefined;
  /** The size of the terminal that the container gets, in which stdout and stderr are one; `undefined`: no terminal. */
  readonly terminal: TerminalSize | undefined;
  /** How long the container may run, in ms; 0: for ever. Pulling does not count. */
  readonly timeout: number;
  /** What stops the container on cancel or timeout. */
  readonly stop: StopPolicy;
  readonly logger: { readonly stdout: LogSink; readonly stderr: LogSink };
  readonly volumes: readonly Volume[];
  /** A folder that travels to the container before it runs, and of which some comes back; `undefined`: none. */
  readonly copy: FolderCopy | undefined;
  /** Bytes; 0: unlimited. */
  readonly memory: number;
  /** Milli-CPUs (1500 is one and a half cores); 0: unlimited. */
  readonly cpus: number;
  /** Processes and threads; 0: unlimited. */
  readonly pids: number;
  /** Size of /dev/shm in bytes; 0: the engine's default. */
  readonly shmSize: number;
  readonly ulimits: readonly Ulimit[];
  /** How many GPUs; 0: none. */
  readonly gpus: number | 'all';
  /** `none`, `host`, `bridge`, or the name of a network; '' is the engine's default. */
  readonly network: string;
  /** Names by which other containers of `network` reach this one; only a network that was made has such names. */
  readonly networkAliases: readonly string[];
  readonly ports: readonly Port[];
  /** Lines for /etc/hosts, each `name:address`; the address `host-gateway` is the engine's machine. */
  readonly extraHosts: readonly string[];
  /** Whether the container can write only to its volumes. */
  readonly readonlyRoot: boolean;
  readonly privileged: boolean;
  /** Linux capabilities beside the engine's default ones, such as `NET_ADMIN`. */
  readonly capAdd: readonly string[];
  /** Default capabilities that are taken away; `ALL` takes all. */
  readonly capDrop: readonly string[];
  /** As in `docker run --security-opt`, such as `no-new-privileges`. */
  readonly securityOpt: readonly string[];
  /** Absolute path in the container; '' is the image's. */
  readonly workDir: string;
  /** `uid[:gid]` or a name; '' is the image's; 'host' is the invoking user's uid:gid where files would else be root's. */
  readonly user: string;
  /** Whether a tiny init runs as PID 1, so that signals and zombies behave. */
  readonly init: boolean;
  /** How the engine finds out whether the container does what it should; `undefined`: as the image says. */
  readonly healthcheck: Healthcheck | undefined;
  /** Labels for the container beside those the driver adds. */
  readonly labels: Readonly<Record<string, string>>;
  /** Takes each sample of the container's statistics. Must not throw. */
  writeStat(stat: Stat): void;
  /** Takes what the driver is busy with before the container runs. Must not throw. */
  writeProgress(progress: Progress): void;
  /** Releases what the task holds (open files). Safe to call more than once. */
  close(): Promise<void>;
}

/** What {@link ContainerTask} has for each setting that nobody has made: nothing is asked for, nothing limited. */
export const defaultSettings = {
  build: undefined,
  platform: '',
  pull: 'missing',
  command: [],
  entrypoint: undefined,
  envVars: {},
  secrets: [],
  input: undefined,
  terminal: undefined,
  timeout: 0,
  stop: { signal: '', grace: 10_000 },
  volumes: [],
  copy: undefined,
  memory: 0,
  cpus: 0,
  pids: 0,
  shmSize: 0,
  ulimits: [],
  gpus: 0,
  network: '',
  networkAliases: [],
  ports: [],
  extraHosts: [],
  readonlyRoot: false,
  privileged: false,
  capAdd: [],
  capDrop: [],
  securityOpt: [],
  workDir: '',
  user: '',
  init: true,
  healthcheck: undefined,
  labels: {},
} as const satisfies Partial<ContainerTask>;

/** An image that is built from a folder of this machine. */
export interface ImageBuild {
  /** Absolute path of the folder that is sent to the engine, less what its `.dockerignore` leaves out. */
  readonly context: string;
  /** Path of the Dockerfile, from the context; `Dockerfile` by default. */
  readonly dockerfile: string;
  /** The stage to build; '' is the last. */
  readonly target: string;
  /** Values for the Dockerfile's ARG instructions. */
  readonly args: Readonly<Record<string, string>>;
}

/** How the engine finds out whether a service is ready, as Compose has it. */
export interface Healthcheck {
  /** `CMD` and an argv, `CMD-SHELL` and a line for the shell, or `NONE`; empty: the image's own. */
  readonly test: readonly string[];
  /** Between two tests, in ms; 0: the image's, or the engine's. */
  readonly interval: number;
  /** Of a test, in ms; 0: the image's, or the engine's. */
  readonly timeout: number;
  /** For how long after the start a test may fail without counting, in ms; 0: the image's, or the engine's. */
  readonly startPeriod: number;
  /** How many tests have to fail in a row; 0: the image's, or the engine's. */
  readonly retries: number;
}

/** A folder of this machine that the container gets a copy of, in its own file system: what an engine elsewhere needs. */
export interface FolderCopy {
  /** Absolute path of the folder, which travels less what its `.dockerignore` leaves out. */
  readonly source: string;
  /** Absolute path in the container; it is made where it is not there, and belongs to the user who runs the task. */
  readonly target: string;
  /** What comes back when the container has ended by itself: globs from the folder, as in `core/globs.ts`. */
  readonly output: readonly string[];
}

/** In characters. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** A limit of a process's resources, as setrlimit(2) names them in lower case: `nofile`, `nproc`, `core`. -1: unlimited. */
export interface Ulimit {
  readonly name: string;
  readonly soft: number;
  readonly hard: number;
}

/** A port of the container that the engine's machine listens on. */
export interface Port {
  readonly containerPort: number;
  readonly protocol: 'tcp' | 'udp';
  /** 0: any that is free. */
  readonly hostPort: number;
  /** The address to listen on; '' is every one. */
  readonly hostIp: string;
}

/** `missing` pulls what the engine does not have; `always` pulls first; `never` fails when the image is missing. */
export type PullPolicy = 'missing' | 'always' | 'never';

/** The signal that asks the container to stop ('' is the image's) and the ms until it is killed. */
export interface StopPolicy {
  readonly signal: string;
  readonly grace: number;
}

/**
 * Takes the bytes of one output stream, in order. A promise holds the stream back until it settles; no promise means
 * "go on". `chunk` may be reused by nobody: the sink owns it.
 */
export interface LogSink {
  write(chunk: Uint8Array): Promise<void> | undefined;
}

/** What the container sees at `target`. A `bind` source is an absolute host path; a `volume` source is its name. */
export type Volume =
  | {
      readonly type: 'bind' | 'volume';
      readonly source: string;
      readonly target: string;
      readonly readonly: boolean;
    }
  | { readonly type: 'tmpfs'; readonly target: string };

/**
 * What happens before the container runs. `pulling` has bytes over all layers, 0 of 0 while they are unknown. `building`
 * has the Dockerfile's instruction that runs, with its number; '' and 0 of 0 before the first. `waiting` has the services
 * that are not ready yet. `copying` has how much of a {@link FolderCopy} has travelled, in bytes: `in` before the container
 * runs, `out` when it has ended.
 */
export type Progress =
  | { readonly phase: 'pulling'; readonly image: string; readonly current: number; readonly total: number }
  | { readonly phase: 'building'; readonly step: string; readonly current: number; readonly total: number }
  | { readonly phase: 'waiting'; readonly services: readonly string[] }
  | { readonly phase: 'creating' }
  | { readonly phase: 'copying'; readonly direction: 'in' | 'out'; readonly bytes: number }
  | { readonly phase: 'running' };
