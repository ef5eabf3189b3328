import * as l10n from '@vscode/l10n';

/** Why a path in an archive is none of a file in the folder, on this system; undefined: it is one. */
export function checkName(path: string): string | undefined {
  const names = path.split('/');
  const isOdd = (name: string): boolean =>
    name === '' || name === '.' || name === '..' || name.includes('\0');
  if (names.some(isOdd)) return l10n.t('no path in the workspace');
  // A drive, a stream of a file, or another way to say "/".
  if (process.platform === 'win32' && /[\\:]/.test(path)) return l10n.t('no name of a file on Windows');
  return undefined;
}

/**
 * Whether a link leads to a place in the folder, whatever other links are there that do too. `..` may only stand at its
 * beginning: behind the name of a link it would lead out of what that leads to.
 *
 * @param path of the link, from the folder, where all above it are true folders
 */
export function staysInside(path: string, target: string): boolean {
  if (target.startsWith('/') || target.includes('\0')) return false;
  if (process.platform === 'win32' && /[\\:]/.test(target)) return false;
  const names = target.split('/').filter((name) => name !== '' && name !== '.');
  const first = names.findIndex((name) => name !== '..');
  const ups = first < 0 ? names.length : first;
  return ups < path.split('/').length && !names.slice(ups).includes('..');
}
