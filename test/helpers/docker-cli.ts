import { installPackages } from './apt.ts';
import { dockerHost } from './engine-context.ts';
import { findProgram } from './find-program.ts';
import { readCommand } from './run-command.ts';

/** Installs the Docker CLI where it is missing. */
export async function installDockerCli(): Promise<void> {
  if (findProgram('docker') !== undefined) return;
  const purpose = 'for the Docker CLI that the driver is compared with';
  // Until Debian 12 it is in the engine's package.
  await installPackages(['docker-cli'], purpose).catch(() => installPackages(['docker.io'], purpose));
}

/**
 * What the Docker CLI prints, trimmed, when it is run on the suite's engine with an empty configuration.
 *
 * @param env variables that it has beside its own
 * @throws Error with what it says when it fails.
 */
export async function runDockerCli(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const own = { DOCKER_HOST: dockerHost, DOCKER_CONFIG: '/nowhere', DOCKER_CONTEXT: '' };
  const output = await readCommand(findProgram('docker') ?? 'docker', args, {
    env: { ...process.env, ...own, ...env },
  });
  return output.trim();
}
