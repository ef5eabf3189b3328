import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';

import { defaultSettings } from '../core/container-task.ts';
import type { FolderCopy } from '../core/container-task.ts';
import type { ContainerDefinition, SharedSettings, TaskDefinition } from '../core/tasks-file/definition.ts';
import { findSecrets } from './find-secrets.ts';
import { findBuild, findInput, readEnvFiles } from './host-files.ts';
import type { Host, Report } from './host-files.ts';
import { findVolumes } from './host-volumes.ts';
import type { TaskSpec } from './task-runner.ts';

/** A definition names a file, folder or variable that this machine does not have, or cannot read. One sentence. */
export interface HostProblem {
  readonly message: string;
}

/** What of a definition is about its container. */
type Runnable = ContainerDefinition &
  SharedSettings &
  Pick<TaskDefinition, 'stdin' | 'workspace' | 'output' | 'tty'>;

/**
 * Makes a definition ready to run: reads its env files, opens its input, and finds its secrets and the host's side of its
 * mounts. All that is wrong is told at once.
 *
 * @param asked values that a person was asked for in secret
 */
export async function toTaskSpec(
  definition: Runnable,
  host: Host,
  asked: readonly string[] = [],
): Promise<TaskSpec | { readonly problems: readonly HostProblem[] }> {
  const problems: HostProblem[] = [];
  const report = (message: string): void => void problems.push({ message });
  const env = { ...(await readEnvFiles(definition.envFile, host, report)), ...definition.env };
  const { envVars, values: secrets } = findSecrets(definition.secrets, asked, env, host.env, report);
  const volumes = await findVolumes(definition, host.workspaceFolder, report);
  const build = definition.build && (await findBuild(definition.build, host, report));
  const source = await openInput(definition.stdin, host, report);
  if (problems.length > 0) {
    source?.close();
    return { problems };
  }
  return {
    ...defaultSettings,
    ...settingsOf(definition),
    build,
    envVars,
    secrets,
    input: source?.bytes,
    terminal: definition.tty ? usualSize : undefined,
    volumes,
    copy: copyOf(definition, host.workspaceFolder),
    workDir: definition.cwd,
    labels: { 'com.container-tasks.workspace': hash(host.workspaceFolder) },
    close: () => {
      source?.close();
      return Promise.resolve();
    },
  };
}

/** Of a terminal that nobody looks at. */
const usualSize = { columns: 80, rows: 24 };

function settingsOf(definition: SharedSettings): SharedSettings {
  const { label, image, platform, pull, command, entrypoint, user, init, timeout, stop } = definition;
  const { memory, cpus, pids, shmSize, ulimits, gpus, network, ports, extraHosts } = definition;
  const { privileged, capAdd, capDrop, securityOpt } = definition;
  return {
    ...{ label, image, platform, pull, command, entrypoint, user, init, timeout, stop },
    ...{ memory, cpus, pids, shmSize, ulimits, gpus, network, ports, extraHosts },
    ...{ privileged, capAdd, capDrop, securityOpt },
  };
}

function copyOf({ workspace, output }: Runnable, source: string): FolderCopy | undefined {
  if (workspace === false || workspace.mode !== 'copy') return undefined;
  return { source, target: workspace.target, output };
}

interface Input {
  /** Opens nothing before it is read. */
  readonly bytes: AsyncIterable<Uint8Array>;
  close(): void;
}

async function openInput(
  stdin: TaskDefinition['stdin'],
  host: Host,
  report: Report,
): Promise<Input | undefined> {
  if (stdin === undefined) return undefined;
  const closing = new AbortController();
  const close = (): void => {
    closing.abort();
  };
  if ('text' in stdin) return { bytes: Readable.from([Buffer.from(stdin.text)]), close };
  const path = await findInput(stdin.file, host, report);
  return path === undefined ? undefined : { bytes: readFrom(path, closing.signal), close };
}

/** A file that is open already would end the process where it breaks while nobody reads it. */
async function* readFrom(path: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path, { signal }) as AsyncIterable<Uint8Array>;
}

/** Tells workspaces apart in labels without giving their paths away. */
function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
