import type { Volume } from './container-task.ts';
import { canonicalPath, isWithin } from './host-path.ts';
import type { FileLocation } from './problem-matcher/problem-matcher.ts';

/** What of this machine the container sees at a path. */
export interface MappedPath {
  /** Absolute, in the container. */
  readonly target: string;
  /** Absolute, on this machine; `undefined`: what is there is none of this machine's. */
  readonly source: string | undefined;
}

/** The paths at which a container sees something else than its image, the longest first. */
export function mappedPaths(volumes: readonly Volume[]): readonly MappedPath[] {
  return volumes
    .map((volume) => ({
      target: normalize(volume.target),
      source: volume.type === 'bind' ? volume.source : undefined,
    }))
    .sort((a, b) => b.target.length - a.target.length);
}

/** The path on this machine of a file or folder that is at an absolute path in the container, or `undefined`. */
export function toHostPath(path: string, mapped: readonly MappedPath[]): string | undefined {
  const wanted = normalize(path);
  const found = mapped.find(({ target }) => isWithin(wanted, target, 'posix'));
  if (found?.source === undefined) return undefined;
  return join(found.source, wanted.slice(found.target === '/' ? 1 : found.target.length + 1));
}

/**
 * Where the file that a tool in the container speaks of may be on this machine, the likeliest first; a tool that has been
 * told so speaks of absolute paths whatever its matcher expects. Empty: it is none of this machine's.
 *
 * @param folder the folder in the container that the task runs in; '' where nobody knows it
 */
export function hostFiles(
  file: string,
  location: FileLocation,
  folder: string,
  mapped: readonly MappedPath[],
): readonly string[] {
  const absolute =
    file.startsWith('/') || location.kind !== 'relative' ? [toHostPath(`/${file}`, mapped)] : [];
  const relative =
    file.startsWith('/') || location.kind === 'absolute'
      ? []
      : [relativeTo(location.folder, file, folder, mapped)];
  return [...relative, ...absolute].filter((each) => each !== undefined);
}

/** A folder of a matcher may be of this machine, as `${workspaceFolder}` is, or of the container. */
function relativeTo(
  of: string,
  file: string,
  folder: string,
  mapped: readonly MappedPath[],
): string | undefined {
  const isHosts = mapped.some(
    ({ source }) => source !== undefined && isWithin(slashes(of), slashes(source), 'posix'),
  );
  if (isHosts) return join(of, normalize(`/${file}`).slice(1));
  const from = of.startsWith('/') ? of : `${folder}/${of}`;
  return from.startsWith('/') ? toHostPath(`${from}/${file}`, mapped) : undefined;
}

/** As POSIX resolves an absolute path. */
function normalize(path: string): string {
  return canonicalPath(path, 'posix');
}

/** With the separators of the folder: `C:\\x` and `\\\\server\\share` are of Windows. */
function join(folder: string, rest: string): string {
  if (rest === '') return folder;
  const separator = /^[A-Za-z]:|^\\\\/u.test(folder) ? '\\' : '/';
  const end = /[\\/]$/u.test(folder) ? '' : separator;
  return folder + end + rest.replaceAll('/', separator);
}

function slashes(path: string): string {
  return path.replaceAll('\\', '/');
}
