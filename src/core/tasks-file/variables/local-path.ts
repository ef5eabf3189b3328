/** Paths of this machine, which may be Windows, as text: the core has no `node:path`. */
type Separator = '/' | '\\';

/** The last part. */
export function basename(path: string, separator: Separator): string {
  return partsOf(path, separator).at(-1) ?? '';
}

/** All but the last part; of a root, the root. */
export function dirname(path: string, separator: Separator): string {
  const trimmed = path.slice(0, endOf(path, separator));
  const last = lastSeparator(trimmed, separator);
  if (last < 0) return trimmed;
  const parent = trimmed.slice(0, last);
  return parent === '' || /^[A-Za-z]:$/u.test(parent) ? trimmed.slice(0, last + 1) : parent;
}

/** The last dot of the last part and what follows it, if anything stands before it; '' for none. */
export function extname(path: string, separator: Separator): string {
  const name = basename(path, separator);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot) : '';
}

/** The parts that lead from a folder to a path in it: none for the folder itself, `undefined` for one that is not in it. */
export function partsWithin(
  path: string,
  folder: string,
  separator: Separator,
): readonly string[] | undefined {
  const [inner, outer] = [partsOf(path, separator), partsOf(folder, separator)];
  const isWithin = outer.every((part, index) => isSame(part, inner[index], separator));
  return isWithin ? inner.slice(outer.length) : undefined;
}

/** The path from a folder: with `..` where it is not in it, and as it is where it is on another drive. */
export function relativePath(path: string, folder: string, separator: Separator): string {
  const [to, from] = [partsOf(path, separator), partsOf(folder, separator)];
  const common = from.findIndex((part, index) => !isSame(part, to[index], separator));
  const shared = common < 0 ? from.length : common;
  if (separator === '\\' && shared === 0) return path;
  return [...from.slice(shared).map(() => '..'), ...to.slice(shared)].join(separator);
}

/** Windows takes slashes too, and makes no difference between capitals and small letters. */
function partsOf(path: string, separator: Separator): readonly string[] {
  return path.split(separator === '\\' ? /[\\/]/u : '/').filter((part) => part !== '');
}

function isSame(part: string, other: string | undefined, separator: Separator): boolean {
  return separator === '\\' ? part.toLowerCase() === other?.toLowerCase() : part === other;
}

function endOf(path: string, separator: Separator): number {
  let end = path.length;
  while (end > 1 && lastSeparator(path.slice(0, end), separator) === end - 1) end--;
  return end;
}

function lastSeparator(path: string, separator: Separator): number {
  return separator === '\\' ? Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) : path.lastIndexOf('/');
}
