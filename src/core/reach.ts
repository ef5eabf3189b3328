import type { ContainerTask, Volume } from './container-task.ts';
import { canonicalPath, isRootPath, isWithin } from './host-path.ts';
import type { PathStyle } from './host-path.ts';

/** One thing by which a task or service reaches past its workspace. */
export interface Reach {
  readonly kind: 'privileged' | 'capAdd' | 'securityOpt' | 'network' | 'bind' | 'volume';
  /** Exactly what consent is for, in its one spelling: what has another value is another thing. */
  readonly value: string;
  /** What it means, as a sentence on the task: "It ...". */
  readonly sentence: string;
}

/** What a container is given that may reach past the workspace. The paths are real: no symlink is left in them. */
export type Wants = Pick<ContainerTask, 'privileged' | 'capAdd' | 'securityOpt' | 'network' | 'volumes'>;

/** What of this machine decides how far something reaches. All paths are real ones. */
export interface Surroundings {
  readonly workspaceFolder: string;
  readonly style: PathStyle;
  /** Of container engines. */
  readonly sockets: readonly string[];
  /** The named volumes that are no more than another name of a path of the host, with that path. */
  readonly boundVolumes: ReadonlyMap<string, string>;
}

/** All by which a task or service reaches past its workspace, each once. */
export function findReaches(wants: Wants, surroundings: Surroundings): readonly Reach[] {
  const found = [
    ...(wants.privileged ? [privileged] : []),
    ...wants.capAdd.map(capability),
    ...wants.securityOpt.flatMap(securityOption),
    ...(wants.network === 'host' ? [hostNetwork] : []),
    ...wants.volumes.flatMap((volume) => mount(volume, surroundings)),
  ];
  return distinctReaches(found);
}

/** Those that differ in kind or value, in order. */
export function distinctReaches(reaches: readonly Reach[]): readonly Reach[] {
  return [...new Map(reaches.map((reach) => [reachKey(reach), reach])).values()];
}

/** Tells one thing that consent is for from all others. */
export function reachKey({ kind, value }: Pick<Reach, 'kind' | 'value'>): string {
  return `${kind}: ${value}`;
}

const privileged: Reach = {
  kind: 'privileged',
  value: 'true',
  sentence: 'It runs privileged: nothing keeps it inside its container.',
};

const hostNetwork: Reach = {
  kind: 'network',
  value: 'host',
  sentence:
    "It uses the network of the engine's machine as its own, with all that listens on that machine alone.",
};

function capability(name: string): Reach {
  const value = name.toUpperCase().replace(/^CAP_/, '');
  const sentence =
    value === 'ALL'
      ? 'It gets every capability of Linux, so that little keeps it inside its container.'
      : `It gets the capability ${value} of Linux.`;
  return { kind: 'capAdd', value, sentence };
}

/** What is not known to be harmless is asked: a profile or label of its own may allow whatever the engine's forbids. */
function securityOption(option: string): readonly Reach[] {
  const value = option.includes('=') ? option : option.replace(':', '=');
  if (harmlessOptions.has(value)) return [];
  const shown = value.length > 100 ? `${value.slice(0, 100)}…` : value;
  return [
    {
      kind: 'securityOpt',
      value,
      sentence: `It changes what keeps it inside its container: the security option "${shown}".`,
    },
  ];
}

/** They take something away, or are the engine's own. */
const harmlessOptions: ReadonlySet<string> = new Set([
  'no-new-privileges',
  'no-new-privileges=true',
  'seccomp=builtin',
  'apparmor=docker-default',
]);

function mount(volume: Volume, surroundings: Surroundings): readonly Reach[] {
  switch (volume.type) {
    case 'tmpfs':
      return [];
    case 'bind':
      return path('bind', '', volume.source, volume.readonly, surroundings);
    case 'volume': {
      const bound = surroundings.boundVolumes.get(volume.source);
      if (bound === undefined) return [];
      return path('volume', volume.source, bound, volume.readonly, surroundings);
    }
  }
}

/**
 * A path of the host. That consent to read is none to write is part of the value; it does not make a socket or all of a
 * machine harmless, as what is mounted below stays writable and sockets can be connected to.
 */
function path(
  kind: 'bind' | 'volume',
  name: string,
  source: string,
  readonly: boolean,
  surroundings: Surroundings,
): readonly Reach[] {
  const { workspaceFolder, style } = surroundings;
  const where = canonicalPath(source, style);
  const what = describe(where, readonly, surroundings);
  if (!what && isWithin(where, workspaceFolder, style)) return [];
  const sees = readonly ? 'reads' : 'reads and changes';
  const through = name === '' ? '' : ` through the volume "${name}"`;
  return [
    {
      kind,
      value: `${name === '' ? '' : `${name} = `}${where}${readonly ? ' (read only)' : ''}`,
      sentence: what
        ? `It ${what}${through}.`
        : `It ${sees} "${where}"${through}, which is outside the workspace.`,
    },
  ];
}

/** What is more than a path outside the workspace, wherever that is. */
function describe(where: string, readonly: boolean, { style, sockets }: Surroundings): string | undefined {
  const socket = sockets.find((each) => isWithin(each, where, style));
  const controls = 'and so can do whatever the engine can on this machine';
  if (socket !== undefined && isWithin(where, socket, style))
    return `uses the container engine's socket "${where}", ${controls}`;
  if (isRootPath(where, style))
    return `${readonly ? 'reads' : 'reads and changes'} every file of ${style === 'posix' ? 'this machine' : 'a whole drive'}, "${where}"`;
  if (socket !== undefined) return `has the container engine's socket in "${where}", ${controls}`;
  return undefined;
}
