import type { ContainerTask, Healthcheck } from '../container-task.ts';
import type { MatcherOutline } from '../problem-matcher/problem-matcher.ts';
import type { Mount } from './formats/mount.ts';

/** What a definition has under the same names and with the same meaning as the task that is made from it. */
export type SharedSettings = SharedContainerSettings & Pick<ContainerTask, 'label' | 'timeout' | 'network'>;

/** Those of any container. */
type SharedContainerSettings = Pick<
  ContainerTask,
  | 'image'
  | 'platform'
  | 'pull'
  | 'command'
  | 'entrypoint'
  | 'user'
  | 'init'
  | 'stop'
  | 'memory'
  | 'cpus'
  | 'pids'
  | 'shmSize'
  | 'ulimits'
  | 'gpus'
  | 'ports'
  | 'extraHosts'
  | 'privileged'
  | 'capAdd'
  | 'capDrop'
  | 'securityOpt'
>;

/** What a task and a service have in common. Host paths are as written: relative ones are relative to the workspace folder. */
export interface ContainerDefinition extends SharedContainerSettings {
  /** Its context and Dockerfile are as written: relative ones are relative to the workspace folder, and to the context. */
  readonly build: ContainerTask['build'];
  /** Absolute path in the container; '' is the image's. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Host paths of env files. A later one wins, and `env` over all. */
  readonly envFile: readonly string[];
  readonly secrets: readonly Secret[];
  readonly mounts: readonly Mount[];
}

/** A task as its file has it, with `defaults` merged in, variables replaced, and every default filled in. */
export interface TaskDefinition extends ContainerDefinition, SharedSettings, Listing {
  /** What is fed to the container; a file is a host path. `undefined`: nothing. */
  readonly stdin: Stdin | undefined;
  /** Where the workspace folder is mounted; false: nowhere. */
  readonly workspace: Workspace | false;
  readonly retry: Retry;
  /** What runs beside it, in the order of its list. */
  readonly services: readonly ServiceDefinition[];
  /** Globs of what it reads, from the workspace folder. */
  readonly files: readonly string[];
  /** Globs of what it writes, from the workspace folder. */
  readonly output: readonly string[];
  /** Whether it runs even where it is up to date. */
  readonly always: boolean;
  /** Names of problem matchers, such as `$tsc`, and ones of its own. */
  readonly problemMatcher: readonly (string | MatcherOutline)[];
}

/** A container that tasks need while they run, resolved for one of them. */
export interface ServiceDefinition extends ContainerDefinition {
  /** The host by which the task reaches it. */
  readonly name: string;
  /** `undefined`: the image's own. */
  readonly healthcheck: Healthcheck | undefined;
}

/** What is known of a task before its variables have values: what a list shows, and how it runs. */
export interface Listing {
  readonly detail: string | undefined;
  readonly icon: { readonly id: string; readonly color: string | undefined } | undefined;
  /** Whether it is left out where a person chooses a task. */
  readonly hide: boolean;
  readonly group:
    | { readonly kind: 'build' | 'test' | 'clean' | 'rebuild' | 'none'; readonly isDefault: boolean }
    | undefined;
  /** Whether it goes on for ever. */
  readonly isBackground: boolean;
  /** Whether it has a terminal. */
  readonly tty: boolean;
  /** Whether a person can type into it. */
  readonly interactive: boolean;
  readonly presentation: Presentation;
  readonly runOptions: RunOptions;
}

/** A variable of the container, and the variable of this machine that it comes from. */
export interface Secret {
  /** One that `env` or an env file sets keeps that value, which is a secret then. */
  readonly env: string;
  readonly from: string;
}

/** What a container reads from its stdin. */
export type Stdin = { readonly text: string } | { readonly file: string };

/** The workspace folder's place in the container. */
export interface Workspace {
  /** Absolute path. */
  readonly target: string;
  readonly mode: 'bind' | 'readonly' | 'copy';
}

/** How often a task runs once more that did not succeed. */
export interface Retry {
  /** 0: never. */
  readonly count: number;
  /** In ms. */
  readonly delay: number;
  readonly on: readonly ('error' | 'timeout' | 'killed')[];
}

/** Where output goes. */
export interface Presentation {
  readonly output: 'channel' | 'terminal';
  readonly reveal: 'always' | 'silent' | 'never';
  readonly focus: boolean;
  readonly clear: boolean;
  readonly chart: 'auto' | 'always' | 'never';
}

/** What holds for several runs of a task at once. */
export interface RunOptions {
  readonly instanceLimit: number;
  readonly instancePolicy: 'terminateNewest' | 'terminateOldest' | 'prompt' | 'warn' | 'silent';
}
