import type { ContainerTask } from '../container-task.ts';
import type { Mount } from './formats/mount.ts';

/** What a definition has under the same names and with the same meaning as the task that is made from it. */
export type SharedSettings = Pick<
  ContainerTask,
  | 'label'
  | 'image'
  | 'platform'
  | 'pull'
  | 'command'
  | 'entrypoint'
  | 'user'
  | 'init'
  | 'timeout'
  | 'stop'
  | 'memory'
  | 'cpus'
  | 'pids'
  | 'shmSize'
  | 'ulimits'
  | 'gpus'
  | 'network'
  | 'ports'
  | 'extraHosts'
  | 'capDrop'
>;

/**
 * A task as its file has it, with `defaults` merged in, variables replaced, and every default filled in. Host paths are as
 * written: relative ones are relative to the workspace folder.
 */
export interface TaskDefinition extends SharedSettings {
  readonly detail: string | undefined;
  /** Its context and Dockerfile are as written: relative ones are relative to the workspace folder, and to the context. */
  readonly build: ContainerTask['build'];
  /** Absolute path in the container; '' is the image's. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Host paths of env files. A later one wins, and `env` over all. */
  readonly envFile: readonly string[];
  /** What is fed to the container; a file is a host path. `undefined`: nothing. */
  readonly stdin: Stdin | undefined;
  /** Where the workspace folder is mounted; false: nowhere. */
  readonly workspace: Workspace | false;
  readonly mounts: readonly Mount[];
}

/** What a container reads from its stdin. */
export type Stdin = { readonly text: string } | { readonly file: string };

/** The workspace folder's place in the container. */
export interface Workspace {
  /** Absolute path. */
  readonly target: string;
  readonly readonly: boolean;
}
