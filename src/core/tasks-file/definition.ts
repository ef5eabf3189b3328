import type { ImageBuild, Port, PullPolicy, StopPolicy, Ulimit } from '../container-task.ts';
import type { Mount } from './mount.ts';

/**
 * A task as its file has it, with `defaults` merged in, variables replaced, and every default filled in. Host paths are as
 * written: relative ones are relative to the workspace folder.
 */
export interface TaskDefinition {
  readonly label: string;
  readonly detail: string | undefined;
  /** A valid image reference, as written; '' for one that is built and has no name. */
  readonly image: string;
  /** Its context and Dockerfile are as written: relative ones are relative to the workspace folder, and to the context. */
  readonly build: ImageBuild | undefined;
  /** `os/arch[/variant]`; '' is the engine's own. */
  readonly platform: string;
  /** The argv after the entrypoint; empty: the image's own command. */
  readonly command: readonly string[];
  /** Replaces the image's; `[]` clears it, `undefined` keeps it. */
  readonly entrypoint: readonly string[] | undefined;
  /** Absolute path in the container; '' is the image's. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Host paths of env files. A later one wins, and `env` over all. */
  readonly envFile: readonly string[];
  /** What is fed to the container; a file is a host path. `undefined`: nothing. */
  readonly stdin: Stdin | undefined;
  /** `host`, '' for the image's, or `uid[:gid]` or names. */
  readonly user: string;
  /** Where the workspace folder is mounted; false: nowhere. */
  readonly workspace: Workspace | false;
  readonly mounts: readonly Mount[];
  /** Milli-CPUs; 0: unlimited. */
  readonly cpus: number;
  /** Bytes; 0: unlimited. */
  readonly memory: number;
  /** Processes and threads; 0: unlimited. */
  readonly pids: number;
  /** Bytes; 0: the engine's default. */
  readonly shmSize: number;
  readonly ulimits: readonly Ulimit[];
  /** How many; 0: none. */
  readonly gpus: number | 'all';
  /** `none` or the name of a network; '' is the engine's default. */
  readonly network: string;
  readonly ports: readonly Port[];
  /** Lines for /etc/hosts, each `name:address`. */
  readonly extraHosts: readonly string[];
  /** Linux capabilities that are taken away, such as `NET_RAW` or `ALL`. */
  readonly capDrop: readonly string[];
  readonly init: boolean;
  /** ms; 0: for ever. */
  readonly timeout: number;
  readonly stop: StopPolicy;
  readonly pull: PullPolicy;
}

/** What a container reads from its stdin. */
export type Stdin = { readonly text: string } | { readonly file: string };

/** The workspace folder's place in the container. */
export interface Workspace {
  /** Absolute path. */
  readonly target: string;
  readonly readonly: boolean;
}
