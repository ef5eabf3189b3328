/** How a machine writes its paths. */
export type PathStyle = 'posix' | 'windows';

/**
 * The one spelling of an absolute path: no `.`, `..` or doubled separators. Of Windows: backslashes, the drive's letter in
 * capitals, and none of the prefixes `\\?\` and `\\.\` where there is a form without. Symlinks are not its business.
 */
export function canonicalPath(path: string, style: PathStyle): string {
  const { root, parts } = split(path, style);
  return root + parts.join(style === 'windows' ? '\\' : '/');
}

/** Whether a path is the folder, or in it. Windows makes no difference between capitals and small letters. */
export function isWithin(path: string, folder: string, style: PathStyle): boolean {
  const [inner, outer] = [split(fold(path, style), style), split(fold(folder, style), style)];
  return inner.root === outer.root && outer.parts.every((part, index) => part === inner.parts[index]);
}

/** Whether it is all there is: `/`, a drive, or a share of another machine. */
export function isRootPath(path: string, style: PathStyle): boolean {
  return split(path, style).parts.length === 0;
}

function fold(path: string, style: PathStyle): string {
  return style === 'windows' ? path.toLowerCase() : path;
}

interface SplitPath {
  /** With the separator at its end. */
  readonly root: string;
  readonly parts: readonly string[];
}

function split(path: string, style: PathStyle): SplitPath {
  if (style === 'posix') return { root: '/', parts: normalize(path.split('/')) };
  const plain = path
    .replaceAll('/', '\\')
    .replace(/^\\\\[?.]\\UNC\\/i, '\\\\')
    .replace(/^\\\\[?.]\\(?=[a-z]:)/i, '');
  const { root, rest } = windowsRoot(plain);
  return { root, parts: normalize(rest.split('\\')) };
}

/** A drive; devices and pipes, which have two prefixes; a share of another machine. */
function windowsRoot(path: string): { readonly root: string; readonly rest: string } {
  const drive = /^([a-z]):/i.exec(path);
  if (drive?.[1]) return { root: `${drive[1].toUpperCase()}:\\`, rest: path.slice(2) };
  if (/^\\\\[?.]\\/.test(path)) return { root: '\\\\.\\', rest: path.slice(4) };
  const share = /^\\\\[^\\]+\\[^\\]+/.exec(path);
  if (share) return { root: `${share[0]}\\`, rest: path.slice(share[0].length) };
  return { root: '\\', rest: path };
}

function normalize(parts: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (const part of parts) {
    if (part === '..') kept.pop();
    else if (part !== '' && part !== '.') kept.push(part);
  }
  return kept;
}
