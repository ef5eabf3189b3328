import { posix } from 'node:path';

import { didYouMean } from '../../../core/tasks-file/did-you-mean.ts';

/** Those that run a script, the most common first. */
const shells: readonly string[] = ['sh', 'bash', 'ash', 'dash', 'zsh'];

/** @param program a name, or a path */
export function isShell(program: string): boolean {
  return shells.includes(posix.basename(program));
}

/** What may be there in place of a program, the best first: what does the same, then one of nearly its name. */
export function substitutesFor(name: string): readonly string[] {
  const same = families.find((family) => family.includes(name)) ?? [];
  // Hardly anybody mistypes the first letter of a name.
  const alike = wellKnown.filter((each) => name.slice(0, 2).includes(each.charAt(0)));
  const near = isShell(name) ? undefined : didYouMean(name, alike);
  const all = [...same, ...(near === undefined ? [] : [near])];
  return [...new Set(all)].filter((each) => each !== name);
}

/** Folders that often have programs and often are not in PATH. @param workDir '': none is known */
export function elsewhere(workDir: string): readonly string[] {
  const own = workDir === '' ? [] : ['node_modules/.bin', '.venv/bin', 'venv/bin', 'vendor/bin', 'bin'];
  return [...own.map((folder) => posix.join(workDir, folder)), ...usual];
}

const usual = [
  '/usr/local/bin',
  '/usr/bin',
  '/bin',
  '/usr/local/sbin',
  '/usr/sbin',
  '/sbin',
  '/usr/local/go/bin',
  '/usr/local/cargo/bin',
  '/opt/java/openjdk/bin',
];

/** Programs that a command line can be written for in nearly the same words. */
const families: readonly (readonly string[])[] = [
  shells,
  ['python3', 'python', 'python2'],
  ['pip3', 'pip'],
  ['node', 'nodejs'],
  ['cc', 'gcc', 'clang'],
  ['c++', 'g++', 'clang++'],
  ['make', 'gmake'],
  ['awk', 'gawk', 'mawk'],
  ['wget', 'curl'],
  ['docker', 'podman'],
];

/** What is mistyped most often is what is typed most often. */
const wellKnown: readonly string[] = [
  ...['node', 'npm', 'npx', 'yarn', 'pnpm', 'deno', 'bun', 'tsc', 'eslint', 'vitest', 'jest'],
  ...['python3', 'python', 'pip', 'pytest', 'tox', 'poetry', 'uv', 'ruff', 'mypy'],
  ...['go', 'cargo', 'rustc', 'gcc', 'make', 'cmake', 'ninja', 'ctest', 'meson'],
  ...['java', 'javac', 'mvn', 'gradle', 'ruby', 'bundle', 'rake', 'php', 'composer', 'dotnet'],
  ...['git', 'curl', 'wget', 'tar', 'unzip', 'sed', 'grep', 'find', 'xargs', 'echo', 'sleep', 'env', 'cat'],
  ...['ls', 'cp', 'mv', 'mkdir', 'touch', 'printenv', 'psql', 'mysql', 'redis-cli', 'kubectl', 'terraform'],
];
