import * as l10n from '@vscode/l10n';
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
    ...(wants.privileged ? [privileged()] : []),
    ...wants.capAdd.map(capability),
    ...wants.securityOpt.flatMap(securityOption),
    ...(wants.network === 'host' ? [hostNetwork()] : []),
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

function privileged(): Reach {
  const sentence = l10n.t('It runs privileged: nothing keeps it inside its container.');
  return { kind: 'privileged', value: 'true', sentence };
}

function hostNetwork(): Reach {
  const sentence = l10n.t(
    "It uses the network of the engine's machine as its own, with all that listens on that machine alone.",
  );
  return { kind: 'network', value: 'host', sentence };
}

function capability(name: string): Reach {
  const value = name.toUpperCase().replace(/^CAP_/, '');
  const sentence =
    value === 'ALL'
      ? l10n.t('It gets every capability of Linux, so that little keeps it inside its container.')
      : l10n.t('It gets the capability {0} of Linux.', value);
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
      sentence: l10n.t('It changes what keeps it inside its container: the security option "{0}".', shown),
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
  const special = explainSpecial(where, name, readonly, surroundings);
  if (!special && isWithin(where, workspaceFolder, style)) return [];
  return [
    {
      kind,
      value: `${name === '' ? '' : `${name} = `}${where}${readonly ? ' (read only)' : ''}`,
      sentence: special ?? explainOutside(where, name, readonly),
    },
  ];
}

function explainOutside(where: string, volume: string, readonly: boolean): string {
  const path = withVolume(where, volume);
  return readonly
    ? l10n.t('It reads {0}, which is outside the workspace.', path)
    : l10n.t('It reads and changes {0}, which is outside the workspace.', path);
}

/** What is more than a path outside the workspace, wherever that is. */
function explainSpecial(
  where: string,
  volume: string,
  readonly: boolean,
  { style, sockets }: Surroundings,
): string | undefined {
  const socket = sockets.find((each) => isWithin(each, where, style));
  if (socket !== undefined && isWithin(where, socket, style)) return explainSocket(where, volume);
  if (isRootPath(where, style)) return explainRoot(withVolume(where, volume), readonly, style);
  return socket === undefined ? undefined : explainFolderOfSocket(where, volume);
}

function explainSocket(where: string, volume: string): string {
  return volume === ''
    ? l10n.t(
        'It uses the container engine\'s socket "{0}", and so can do whatever the engine can on this machine.',
        where,
      )
    : l10n.t(
        'It uses the container engine\'s socket "{0}", and so can do whatever the engine can on this machine through the volume "{1}".',
        where,
        volume,
      );
}

function explainFolderOfSocket(where: string, volume: string): string {
  return volume === ''
    ? l10n.t(
        'It has the container engine\'s socket in "{0}", and so can do whatever the engine can on this machine.',
        where,
      )
    : l10n.t(
        'It has the container engine\'s socket in "{0}", and so can do whatever the engine can on this machine through the volume "{1}".',
        where,
        volume,
      );
}

function explainRoot(path: string, readonly: boolean, style: PathStyle): string {
  if (style === 'posix')
    return readonly
      ? l10n.t('It reads every file of this machine, {0}.', path)
      : l10n.t('It reads and changes every file of this machine, {0}.', path);
  return readonly
    ? l10n.t('It reads every file of a whole drive, {0}.', path)
    : l10n.t('It reads and changes every file of a whole drive, {0}.', path);
}

function withVolume(where: string, volume: string): string {
  return volume === '' ? `"${where}"` : l10n.t('"{0}" through the volume "{1}"', where, volume);
}
