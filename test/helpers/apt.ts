import fs from 'node:fs';
import { findProgram } from './find-program.ts';
import { readCommand } from './run-command.ts';

const policy = '/usr/sbin/policy-rc.d';

/**
 * Installs packages of Debian or Ubuntu. Their services are not started.
 *
 * @param packages may be empty: nothing is done then
 * @param purpose what they are needed for, to end a sentence with
 * @throws Error that says what to install, where it is not for us to do so.
 */
export async function installPackages(packages: readonly string[], purpose: string): Promise<void> {
  if (packages.length === 0) return;
  if (process.getuid?.() !== 0 || findProgram('apt-get') === undefined)
    throw new Error(`Install ${packages.join(', ')} (as Debian names them), needed ${purpose}.`);
  console.log(`Installing ${packages.join(', ')} ${purpose} ...`);
  const options = ['-qq', '-o', 'DPkg::Lock::Timeout=300'];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const letServicesStart = keepServicesFromStarting();
  try {
    await readCommand('apt-get', ['update', ...options], { env });
    await readCommand('apt-get', ['install', '-y', '--no-install-recommends', ...options, ...packages], {
      env,
    });
  } finally {
    letServicesStart();
  }
}

/** As Debian has it: packages ask policy-rc.d whether their service may start, and 101 forbids it. Returns what undoes it. */
function keepServicesFromStarting(): () => void {
  if (fs.existsSync(policy)) return () => undefined;
  fs.writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  return () => {
    fs.rmSync(policy, { force: true });
  };
}
