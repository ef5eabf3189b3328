import fs from 'node:fs';
import path from 'node:path';
import { artifacts, root } from './paths.ts';
import { readCounts } from './results.ts';
import type { Counts } from './results.ts';
import { runCommand } from './run-command.ts';
import type { CommandOptions } from './run-command.ts';

/** What there must be before tests run. */
export interface Needs {
  /** Docker Engine with the tests' image. */
  readonly engine: boolean;
  /** A registry's program, for those who run one. */
  readonly registry?: boolean;
  /** Podman's program, for those who run it. */
  readonly podman?: boolean;
  /** Redis's programs, for those who run them in a container. */
  readonly redis?: boolean;
  /** The Docker CLI, which the driver is compared with. */
  readonly cli?: boolean;
  /** VS Code and a browser. */
  readonly editor: boolean;
  /** The npm script that makes what is tested. */
  readonly made?: 'build' | 'package';
}

/** A suite of tests. */
export interface Suite extends Needs {
  readonly name: string;
  /** The arguments that Node.js runs it with, given the file for its result. */
  command(resultFile: string): readonly string[];
}

/** In the order in which they run. */
export const suites: readonly Suite[] = [
  { name: 'unit', engine: false, editor: false, command: vitest('unit') },
  {
    name: 'engine',
    engine: true,
    registry: true,
    podman: true,
    redis: true,
    cli: true,
    editor: false,
    made: 'build',
    command: vitest('engine'),
  },
  {
    name: 'host',
    engine: true,
    editor: true,
    made: 'build',
    command: (resultFile) => [path.join(root, 'test/host.ts'), resultFile],
  },
  { name: 'e2e', engine: true, editor: true, made: 'package', command: vitest('e2e') },
];

function vitest(project: string): (resultFile: string) => readonly string[] {
  const program = path.join(root, 'node_modules/vitest/vitest.mjs');
  return (resultFile) => [
    ...[program, 'run', '--config', path.join(root, 'test/vitest.config.ts'), '--project', project],
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${resultFile}`],
  ];
}

/** Runs a suite, which prints for itself. */
export async function runSuite(
  suite: Suite,
  args: readonly string[],
  options: CommandOptions,
): Promise<Counts> {
  const resultFile = path.join(artifacts, `results/${suite.name}.json`);
  fs.mkdirSync(path.dirname(resultFile), { recursive: true });
  fs.rmSync(resultFile, { force: true });
  const command = [...suite.command(resultFile), ...args];
  const exitCode = await runCommand(process.execPath, command, { cwd: root, ...options });
  return readCounts(resultFile, exitCode);
}

/** Runs the steps of `npm run check`: all of them, though one fails. Each counts as a test. */
export async function runChecks(options: CommandOptions): Promise<Counts> {
  // Ours: it has scripts.
  const manifest = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    scripts: object;
  };
  const counts = { passed: 0, failed: 0 };
  for (const step of Object.keys(manifest.scripts).filter((name) => name.startsWith('check:'))) {
    if (options.signal?.aborted) break;
    const exitCode = await runScript(step, options);
    console.log(`${exitCode === 0 ? 'passed' : 'FAILED'}: npm run ${step}`);
    counts[exitCode === 0 ? 'passed' : 'failed']++;
  }
  return counts;
}

/** Runs an npm script of ours and resolves with its exit code. */
export function runScript(name: string, options: CommandOptions): Promise<number> {
  return runCommand('npm', ['run', '--silent', name], { cwd: root, ...options });
}
