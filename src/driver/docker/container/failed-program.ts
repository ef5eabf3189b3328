import type { ContainerTask } from '../../../core/container-task.ts';

/** A program that was to be executed and could not be. */
export interface FailedProgram {
  /** As it was called: a name that is looked for in PATH, or a path. */
  readonly name: string;
  /** Whether it is the container's own command, and not what that one called. */
  readonly isCommand: boolean;
  /** The reason in the words of whoever tried. */
  readonly said: string;
}

/** The container's own command, where the engine says that it could not start it; undefined: it says something else. */
export function couldNotStart(
  { entrypoint, command }: Pick<ContainerTask, 'entrypoint' | 'command'>,
  said: string,
): FailedProgram | undefined {
  if (notTheCommand.test(said) || exitCodeFor(said) === undefined) return undefined;
  const [, name = entrypoint?.[0] ?? command[0] ?? ''] =
    /exec(?:utable file|:) ["`]([^"`]+)["`]/.exec(said) ?? [];
  return { name, isCommand: true, said };
}

/** What a shell would end with: 127 for a program that is not there, 126 for one that cannot be executed. */
export function exitCodeFor(said: string): 126 | 127 | undefined {
  if (/executable file.*not found|no such file or directory/i.test(said)) return 127;
  if (/permission denied|exec format error|is a directory/i.test(said)) return 126;
  return undefined;
}

/** What fails with the same words as a command does: mounts, init, users, limits, rights, ports, hooks (of GPUs). */
const notTheCommand =
  /chdir to cwd|error mounting|docker-init|container-init|catatonit|unable to find user|rlimit|apply caps|listen (?:tcp|udp)|error (?:running|executing) hook|apparmor failed/i;

/**
 * The program that a shell, `env` or the like could not execute, by the last lines of what it printed; undefined: they do not
 * name one. Their words are those of ash, dash, bash, zsh, and the `env` of BusyBox and the GNU coreutils.
 */
export function programInOutput(end: string): FailedProgram | undefined {
  const lines = end.trimEnd().split(/\r?\n/).slice(-lastLines).reverse();
  for (const line of lines) {
    for (const pattern of complaints) {
      const { name, said } = pattern.exec(line)?.groups ?? {};
      if (name !== undefined && said !== undefined) return { name, isCommand: false, said };
    }
  }
  return undefined;
}

const lastLines = 5;

const complaints: readonly RegExp[] = [
  // zsh
  /^\S*zsh:(?:\d+:)? (?<said>command not found|no such file or directory|permission denied): (?<name>.+)$/,
  /^\S*env: (?:can't execute )?['‘](?<name>[^'’]+)['’]: (?<said>.+)$/,
  /^\S*env: (?<name>\S+): (?<said>No such file or directory|Permission denied)$/,
  /^.*: (?<said>bad interpreter): (?<name>.*): .*$/,
  /^(?:\S+: )(?:line )?(?:\d+: )?(?:exec: )?(?<name>[^:]+): (?<said>(?:command )?not found|Permission denied|cannot execute.*|Exec format error|No such file or directory|Is a directory)$/i,
];
