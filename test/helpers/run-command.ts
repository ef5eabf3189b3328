import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/** How a program is run. */
export interface CommandOptions {
  readonly cwd?: string;
  /** The whole environment; default: ours. */
  readonly env?: NodeJS.ProcessEnv;
  /** Ends the program (SIGTERM) when aborted. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a program whose output goes where ours goes and resolves with its exit code: 1 when a signal ended it or it could
 * not be started.
 */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<number> {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'inherit', 'inherit'] });
  try {
    await once(child, 'exit');
  } catch (error) {
    if (!options.signal?.aborted) console.error(`${command}: ${String(error)}`);
  }
  return child.exitCode ?? 1;
}

/**
 * Runs a program and resolves with what it wrote to its standard output.
 *
 * @throws Error with everything it wrote, when it fails or cannot be started.
 */
export async function readCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const [output, problems] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  if (child.exitCode !== 0)
    throw new Error(
      `${command} ${args.join(' ')} ended with ${child.exitCode ?? 'a signal'}:\n${output}${problems}`,
    );
  return output;
}
