import * as l10n from '@vscode/l10n';
import { quote } from './parsed.ts';

/** The variables of an env file, or what is wrong with which of its lines, counted from 1. */
type EnvFile =
  { readonly env: Readonly<Record<string, string>> } | { readonly message: string; readonly line: number };

/**
 * Reads an env file as `docker run --env-file` does
 * ({@link https://pkg.go.dev/github.com/docker/cli/pkg/kvfile kvfile}): one `NAME=value` on each line, the value as it stands, with its
 * quotes and blanks; `NAME` alone takes the value that `env` has, or is left out; lines that begin with `#` are comments. The last
 * line of a name wins.
 */
export function parseEnvFile(text: string, env: (name: string) => string | undefined): EnvFile {
  const entries = new Map<string, string>();
  const lines = text.replace(/^\uFEFF/u, '').split('\n');
  for (const [index, untrimmed] of lines.entries()) {
    const line = untrimmed.replace(/\r$/u, '').trimStart();
    if (line === '' || line.startsWith('#')) continue;
    const equals = line.indexOf('=');
    const name = equals < 0 ? line : line.slice(0, equals);
    const message = problemOfName(name, line);
    if (message !== undefined) return { message, line: index + 1 };
    const value = equals < 0 ? env(name) : line.slice(equals + 1);
    if (value !== undefined) entries.set(name, value);
  }
  return { env: Object.fromEntries(entries) };
}

function problemOfName(name: string, line: string): string | undefined {
  if (name === '') return l10n.t('{0} has no name before the "=": write NAME=value.', quote(line));
  if (/[ \t]/u.test(name))
    return l10n.t('{0} has blanks in the name of a variable: write NAME=value.', quote(name));
  return line.includes('\0')
    ? l10n.t('{0} has a NUL character in its line: remove it.', quote(name))
    : undefined;
}
